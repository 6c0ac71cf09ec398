package io.glasswatch.benchmarks;

import com.fasterxml.jackson.databind.SerializationFeature;
import io.glasswatch.benchmarks.harness.Effort;
import io.glasswatch.benchmarks.harness.Machine;
import io.glasswatch.benchmarks.harness.Report;
import io.glasswatch.cli.AddedCommand;
import io.glasswatch.contract.Json;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code glasswatch bench}: measures, prints tables, and writes what programs can read. */
@Command(
    name = "bench",
    description =
        "Measures how fast things are on this machine, each beside what it is compared with, by"
            + " turns in one run. Says so when the machine is too busy for the figures to be"
            + " trusted.",
    mixinStandardHelpOptions = true)
public final class BenchCommand implements AddedCommand {

  @Parameters(
      arity = "0..*",
      paramLabel = "NAME",
      description = "What to measure; if absent, all but the long studies.")
  private List<String> names = List.of();

  @Option(names = "--quick", description = "Fewer rounds, fewer records: a first look.")
  private boolean quick;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description = "Write NAME.json and NAME.md there as well.")
  private Path out;

  @Option(names = "--list", description = "List what can be measured, and end.")
  private boolean list;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws Exception {
    PrintWriter console = spec.commandLine().getOut();
    if (list) {
      Benches.ALL.forEach(b -> console.printf("%-16s %s%n", b.name(), b.about()));
      return 0;
    }
    for (Bench bench : chosen()) {
      run(bench, console);
    }
    return 0;
  }

  private List<Bench> chosen() {
    Map<String, Bench> known =
        Benches.ALL.stream().collect(Collectors.toMap(Bench::name, bench -> bench));
    for (String name : names) {
      if (!known.containsKey(name)) {
        throw new ParameterException(
            spec.commandLine(),
            "there is no bench \"%s\"; there are %s"
                .formatted(
                    name, Benches.ALL.stream().map(Bench::name).collect(Collectors.joining(", "))));
      }
    }
    return names.isEmpty() ? Benches.MAIN : names.stream().map(known::get).toList();
  }

  private void run(Bench bench, PrintWriter console) throws Exception {
    Instant start = Instant.now();
    Map<String, Object> machine = Machine.described();
    Report report =
        bench.run().run(quick ? Effort.QUICK : Effort.FULL, what -> tell(bench, start, what));
    String page = page(bench, start, machine, report);
    console.print(page);
    console.flush();
    if (out != null) {
      write(bench, start, machine, report, page);
    }
  }

  private void tell(Bench bench, Instant start, String what) {
    PrintWriter err = spec.commandLine().getErr();
    long seconds = Duration.between(start, Instant.now()).toSeconds();
    err.printf("%s %3d s  %s%n", bench.name(), seconds, what);
    err.flush();
  }

  private String page(Bench bench, Instant start, Map<String, Object> machine, Report report) {
    StringBuilder page = new StringBuilder("## %s%n%n".formatted(bench.name()));
    page.append("%s.%n%n".formatted(bench.about()));
    page.append("`%s`, %s%n".formatted(command(bench), start.truncatedTo(ChronoUnit.SECONDS)));
    machine.forEach((name, value) -> page.append("%s %s; ".formatted(name, value)));
    page.append("load at the end %s%n%n".formatted(Machine.described().get("load")));
    page.append(report.markdown());
    report.tooNoisy().forEach(what -> page.append("%n**%s**%n".formatted(what)));
    return page.append('\n').toString();
  }

  private String command(Bench bench) {
    return "./glasswatch bench " + bench.name() + (quick ? " --quick" : "");
  }

  private void write(
      Bench bench, Instant start, Map<String, Object> machine, Report report, String page)
      throws IOException {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("bench", bench.name());
    fields.put("command", command(bench));
    fields.put("started_at", start);
    fields.put("ended_at", Instant.now());
    fields.put("machine", machine);
    fields.put("too_noisy", report.tooNoisy());
    fields.putAll(report.fields());
    Files.createDirectories(out);
    Json.TEXT
        .writer(SerializationFeature.INDENT_OUTPUT)
        .writeValue(out.resolve(bench.name() + ".json").toFile(), fields);
    Files.writeString(out.resolve(bench.name() + ".md"), page);
  }
}
