package io.glasswatch.cli.backtest;

import com.fasterxml.jackson.databind.ObjectWriter;
import io.glasswatch.cli.quality.HeldOutPart;
import io.glasswatch.cli.quality.QualityTable;
import io.glasswatch.cli.train.HeldOutWeights;
import io.glasswatch.contract.Json;
import io.glasswatch.explainer.model.SafetyHead;
import io.glasswatch.explainer.model.SafetyModel;
import io.glasswatch.explainer.train.HeldOutHeads;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Predicate;
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
      names = "--held-out",
      paramLabel = "DIR",
      description =
          "With --labels: judge each source by weights that are trained on the rows in DIR without "
              + "it; a source that tells its templates by fifths of them. With --explain the "
              + "training texts are encoded first, which takes a quarter of an hour; a second run "
              + "with the same --out finds them there.")
  private Optional<Path> heldOut = Optional.empty();

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
    if (heldOut.isPresent()) {
      return judgeHeldOut(first, heldOut.get());
    }
    try (Answers answers = explain ? Answers.scores(SafetyModel.source()) : Answers.none()) {
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

  /** Runs over every record. */
  private Run run(Configuration configuration, Answers answers, Path folder) throws IOException {
    Optional<QualityTable> quality = labels ? Optional.of(new QualityTable()) : Optional.empty();
    Run run = run(record -> true, configuration, answers, folder, quality);
    if (quality.isPresent()) {
      print(quality.get(), folder);
    }
    return run;
  }

  /** Runs part by part, each by weights that have not seen it. */
  private int judgeHeldOut(Configuration configuration, Path train) throws IOException {
    HeldOutWeights weights = HeldOutWeights.of(train);
    Optional<HeldOutHeads> heads = Optional.empty();
    if (explain) {
      Path cache = out.resolve("vectors.bin");
      int threads = Runtime.getRuntime().availableProcessors();
      heads = Optional.of(HeldOutHeads.of(train, cache, threads, this::say));
    }
    QualityTable quality = new QualityTable();
    int exit = 0;
    for (HeldOutPart part : HeldOutPart.in(files)) {
      say("%s, by weights that have not seen it".formatted(part.name()));
      Optional<SafetyHead> head = heads.map(of -> of.without(part.texts()));
      try (Answers answers =
          head.map(h -> Answers.scores(SafetyModel.source(h))).orElseGet(Answers::none)) {
        Configuration unseeing = configuration.with(weights.learned(part.texts()));
        Path folder = out.resolve(part.name());
        Run run = run(part::has, unseeing, answers, folder, Optional.of(quality));
        write(run, Optional.empty());
        exit = Math.max(exit, report(run));
      }
    }
    print(quality, out);
    return exit;
  }

  private void say(String line) {
    spec.commandLine().getErr().println(line);
    spec.commandLine().getErr().flush();
  }

  private void print(QualityTable quality, Path folder) throws IOException {
    quality.lines().forEach(spec.commandLine().getOut()::println);
    Files.write(folder.resolve("quality.md"), quality.lines());
  }

  private void check() throws IOException {
    if (!(rate > 0 && Double.isFinite(rate))) {
      throw new ParameterException(
          spec.commandLine(), "--rate must be more than 0, but was " + rate);
    }
    if (heldOut.isPresent() && (!labels || compare.isPresent())) {
      throw new ParameterException(
          spec.commandLine(), "--held-out needs --labels, and does not go with --compare");
    }
    if (heldOut.isPresent() && !Files.isDirectory(heldOut.get())) {
      throw new NotDirectoryException(heldOut.get().toString());
    }
    for (Path file : files) {
      if (!Files.isRegularFile(file)) {
        throw new NoSuchFileException("there is no file " + file);
      }
    }
  }

  private Run run(
      Predicate<byte[]> chosen,
      Configuration configuration,
      Answers answers,
      Path folder,
      Optional<QualityTable> quality)
      throws IOException {
    Duration spacing = Duration.ofNanos((long) (1e9 / rate));
    Backtest backtest = new Backtest(files, chosen, spacing, configuration, answers);
    Progress progress = new Progress(spec.commandLine().getErr(), size());
    long started = System.nanoTime();
    try (Results results = Results.in(folder, quality)) {
      backtest.run(results, bytes -> progress.read(bytes, results.tally().records));
      progress.done();
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
    Map<String, Object> summary = run.tally().summary(run.configuration(), run.took());
    Files.writeString(run.folder().resolve("summary.json"), pretty(summary));
    Files.writeString(
        run.folder().resolve("summary.html"), SummaryPage.of(run.tally(), summary, difference));
  }

  private static String pretty(Object value) throws IOException {
    ObjectWriter writer = Json.TEXT.writerWithDefaultPrettyPrinter();
    return writer.writeValueAsString(value) + "\n";
  }

  private int report(Run run) {
    long rejected = run.tally().rejected.values().stream().mapToLong(n -> n).sum();
    PrintWriter out = spec.commandLine().getOut();
    out.printf(
        "%d records in %.1f s (%.0f a second): %d interactions (%d of them again), %d flagged, "
            + "%d alerts fired, %d records rejected; see %s%n",
        run.tally().records,
        run.took().toMillis() / 1e3,
        run.tally().records / Math.max(run.took().toMillis() / 1e3, 1e-3),
        run.tally().interactions,
        run.tally().duplicates(),
        run.tally().flagged().size(),
        run.tally().fired().size(),
        rejected,
        run.folder().resolve("summary.html"));
    out.flush();
    return run.tally().interactions == 0 ? 1 : 0;
  }
}
