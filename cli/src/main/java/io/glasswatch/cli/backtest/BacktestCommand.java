package io.glasswatch.cli.backtest;

import com.fasterxml.jackson.databind.ObjectWriter;
import io.glasswatch.cli.quality.QualityTable;
import io.glasswatch.contract.Json;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code glasswatch backtest}: a log judged as the running app would have judged it. */
@Command(
    name = "backtest",
    description = {
      "Runs the stream app's own topology over log files, without Kafka, and writes what it would "
          + "have said: assessments.jsonl, findings.jsonl, alerts.jsonl, summary.json and "
          + "summary.html. The clock is the log's own. Nothing that is written holds a text."
    },
    mixinStandardHelpOptions = true)
public final class BacktestCommand implements Callable<Integer> {

  @Parameters(
      arity = "1..*",
      paramLabel = "FILE",
      description =
          "The log in order, one record a line, each in any format that the stream reads.")
  private List<Path> files;

  @Option(
      names = "--config",
      paramLabel = "DIR",
      description =
          "A folder with glasswatch.yaml, a configuration file as the stream app reads it, and rule "
              + "packs, the other *.yaml; either may be absent. By default what ships.")
  private Optional<Path> config = Optional.empty();

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description = "Where the results go; by default ${DEFAULT-VALUE}.")
  private Path out = Path.of("backtest");

  @Option(names = "--explain", description = "Have the safety model score every interaction.")
  private boolean explain;

  @Option(
      names = "--labels",
      description =
          "Compare with the labels of the rows, where they are known, and print precision, recall "
              + "and AUROC of each source; also written to quality.md.")
  private boolean labels;

  @Option(
      names = "--compare",
      paramLabel = "DIR",
      description =
          "Another configuration for the same log. Its results go to DIR/compare of --out, and the "
              + "difference to comparison.json.")
  private Optional<Path> compare = Optional.empty();

  @Option(
      names = "--rate",
      paramLabel = "N",
      description =
          "Records a second, for records that do not tell their time; by default ${DEFAULT-VALUE}.")
  private double rate = 1;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws Exception {
    check();
    Configuration first = Configuration.of(config);
    Optional<Configuration> second = Optional.empty();
    if (compare.isPresent()) {
      second = Optional.of(Configuration.of(compare));
    }
    try (Answers answers = explain ? Answers.scores() : Answers.none()) {
      Optional<Run> other = Optional.empty();
      if (second.isPresent()) {
        other = Optional.of(run(second.get(), answers, out.resolve("compare")));
        write(other.get(), Optional.empty());
      }
      Run run = run(first, answers, out);
      Optional<Map<String, Object>> difference = other.map(run::comparedWith);
      write(run, difference);
      if (difference.isPresent()) {
        Files.writeString(out.resolve("comparison.json"), pretty(difference.get()));
      }
      return report(run);
    }
  }

  private void check() throws IOException {
    if (!(rate > 0 && Double.isFinite(rate))) {
      throw new ParameterException(
          spec.commandLine(), "--rate must be more than 0, but was " + rate);
    }
    for (Path file : files) {
      if (!Files.isRegularFile(file)) {
        throw new NoSuchFileException("there is no file " + file);
      }
    }
  }

  /** One configuration's outcome. */
  private record Run(Configuration configuration, Path folder, Tally tally, Duration took) {

    Map<String, Object> comparedWith(Run other) {
      Map<String, Object> difference = new LinkedHashMap<>();
      difference.put("with", other.configuration.name());
      Map<String, Object> categories = new TreeMap<>();
      Set<String> all = new TreeSet<>(tally.categories().keySet());
      all.addAll(other.tally.categories().keySet());
      for (String category : all) {
        long here = tally.categories().getOrDefault(category, 0L);
        long there = other.tally.categories().getOrDefault(category, 0L);
        categories.put(category, List.of(here, there));
      }
      difference.put("findings here and there", categories);
      difference.put("alerts fired", List.of(tally.fired().size(), other.tally.fired().size()));
      difference.put("flagged only here", without(tally, other.tally));
      difference.put("flagged only there", without(other.tally, tally));
      return difference;
    }

    private static List<String> without(Tally these, Tally those) {
      return these.flagged().stream().filter(id -> !those.flagged().contains(id)).toList();
    }
  }

  private Run run(Configuration configuration, Answers answers, Path folder) throws IOException {
    Duration spacing = Duration.ofNanos((long) (1e9 / rate));
    Backtest backtest = new Backtest(files, spacing, configuration, answers);
    Progress progress = new Progress(spec.commandLine().getErr(), size());
    long started = System.nanoTime();
    Optional<QualityTable> quality = labels ? Optional.of(new QualityTable()) : Optional.empty();
    try (Results results = Results.in(folder, quality)) {
      backtest.run(results, bytes -> progress.read(bytes, results.tally().records));
      progress.done();
      if (quality.isPresent()) {
        quality.get().lines().forEach(spec.commandLine().getOut()::println);
        Files.write(folder.resolve("quality.md"), quality.get().lines());
      }
      Duration took = Duration.ofNanos(System.nanoTime() - started);
      return new Run(configuration, folder, results.tally(), took);
    }
  }

  private long size() throws IOException {
    long size = 0;
    for (Path file : files) {
      size += Files.size(file);
    }
    return size;
  }

  private static void write(Run run, Optional<Map<String, Object>> difference) throws IOException {
    Map<String, Object> summary = run.tally.summary(run.configuration, run.took);
    Files.writeString(run.folder.resolve("summary.json"), pretty(summary));
    Files.writeString(
        run.folder.resolve("summary.html"), SummaryPage.of(run.tally, summary, difference));
  }

  private static String pretty(Object value) throws IOException {
    ObjectWriter writer = Json.TEXT.writerWithDefaultPrettyPrinter();
    return writer.writeValueAsString(value) + "\n";
  }

  private int report(Run run) {
    long rejected = run.tally.rejected.values().stream().mapToLong(n -> n).sum();
    PrintWriter out = spec.commandLine().getOut();
    out.printf(
        "%d records in %.1f s (%.0f a second): %d interactions, %d flagged, %d alerts fired, "
            + "%d records rejected; see %s%n",
        run.tally.records,
        run.took.toMillis() / 1e3,
        run.tally.records / Math.max(run.took.toMillis() / 1e3, 1e-3),
        run.tally.interactions,
        run.tally.flagged().size(),
        run.tally.fired().size(),
        rejected,
        run.folder.resolve("summary.html"));
    out.flush();
    return run.tally.interactions == 0 ? 1 : 0;
  }
}
