package io.glasswatch.chaos;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.glasswatch.chaos.RunResult.Injected;
import io.glasswatch.contract.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * All runs as tables, for people and for programs.
 *
 * @param runs in order
 */
record Report(List<RunResult> runs) {

  Report {
    runs = List.copyOf(runs);
  }

  /** Writes {@code report.md} and {@code report.json}. */
  void write(Path dir) throws IOException {
    Files.createDirectories(dir);
    Files.writeString(dir.resolve("report.md"), markdown());
    Files.writeString(dir.resolve("report.json"), json());
  }

  private String json() throws JsonProcessingException {
    return Json.TEXT.writerWithDefaultPrettyPrinter().writeValueAsString(runs) + "\n";
  }

  private String markdown() {
    List<String> lines = new ArrayList<>();
    lines.add("# Chaos runs");
    lines.add("");
    lines.add(
        "%d runs, %d of them with a violation."
            .formatted(runs.size(), runs.stream().filter(run -> !run.good()).count()));
    lines.add("");
    lines.add(
        "| seed | faults | sent | rejected | explained | not | alerts | drained | took | invariants |");
    lines.add("|---|---|---|---|---|---|---|---|---|---|");
    runs.forEach(run -> lines.add(row(run)));
    lines.add("");
    lines.add("| fault | times | new alert after, median / most | shown after, most |");
    lines.add("|---|---|---|---|");
    runs.stream()
        .flatMap(run -> run.injected().stream())
        .collect(Collectors.groupingBy(Injected::fault, TreeMap::new, Collectors.toList()))
        .forEach((fault, times) -> lines.add(row(fault, times)));
    for (RunResult run : runs) {
      run.violations().forEach(v -> lines.add("\nSeed %d: %s".formatted(run.seed(), v.line())));
    }
    return String.join("\n", lines) + "\n";
  }

  private static String row(RunResult run) {
    return "| %d | %s | %d | %d | %d | %d | %d | %.1f s | %.0f s | %s |"
        .formatted(
            run.seed(),
            run.injected().stream().map(Injected::fault).collect(Collectors.joining(", ")),
            run.sent(),
            run.rejected(),
            run.explained(),
            run.unexplained(),
            run.alerts(),
            run.drainSeconds(),
            run.seconds(),
            run.good() ? "all held" : String.join(", ", run.broken()) + " broken");
  }

  private static String row(String fault, List<Injected> times) {
    List<Double> alerts =
        times.stream().map(Injected::alertSeconds).flatMap(Optional::stream).sorted().toList();
    Optional<Double> shown =
        times.stream().map(Injected::shownSeconds).flatMap(Optional::stream).max(Double::compare);
    return "| %s | %d | %s | %s |"
        .formatted(
            fault,
            times.size(),
            alerts.isEmpty()
                ? "-"
                : "%.1f / %.1f s"
                    .formatted(alerts.get(alerts.size() / 2), alerts.get(alerts.size() - 1)),
            shown.map("%.1f s"::formatted).orElse("-"));
  }
}
