package io.glasswatch.chaos;

import io.glasswatch.chaos.check.Violation;
import io.glasswatch.chaos.fault.Fault;
import io.glasswatch.chaos.fault.Scene.Cast;
import io.glasswatch.cli.AddedCommand;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code glasswatch chaos}: whether all that is promised holds while things go wrong. */
@Command(
    name = "chaos",
    description = {
      "Runs Kafka, the stream app and a worker in processes of their own, makes faults happen, and"
          + " checks that nothing is lost, repeated or wrong.",
      "A run is known by its seed: the same seed draws the same traffic and faults. Ends with 0"
          + " only if no run has a violation; the files of a run that has one are kept."
    },
    mixinStandardHelpOptions = true)
public final class ChaosCommand implements AddedCommand {

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "1",
      description = "Seed of the first run; the next has the next one. Default ${DEFAULT-VALUE}.")
  private long seed;

  @Option(
      names = "--runs",
      paramLabel = "N",
      defaultValue = "1",
      description = "How many runs, one after the other. Default ${DEFAULT-VALUE}.")
  private int runs;

  @Option(
      names = "--records",
      paramLabel = "N",
      defaultValue = "1500",
      description =
          "Records that are sent in a run at least, 100 a second; they come until the last fault"
              + " is over. Default ${DEFAULT-VALUE}.")
  private int records;

  @Option(
      names = "--faults",
      paramLabel = "ID",
      split = ",",
      completionCandidates = Ids.class,
      description = "Draw from these faults alone: ${COMPLETION-CANDIDATES}.")
  private List<String> faults = List.of();

  @Option(
      names = "--brokers",
      paramLabel = "N",
      defaultValue = "1",
      description =
          "Kafka of 1 broker, or of 3 with three copies of everything, of which one is killed or"
              + " stands still at a time. Default ${DEFAULT-VALUE}.")
  private int brokers;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description = "Where report.md and report.json go, and the files of runs with a violation.")
  private Optional<Path> out = Optional.empty();

  @Option(
      names = "--from",
      paramLabel = "DIR",
      description =
          "A checkout of an earlier version that has been built. Each run begins with its stream app"
              + " and its worker, and their upgrade to this version is one of the faults.")
  private Optional<Path> from = Optional.empty();

  @Spec private CommandSpec spec;

  /** The ids of all faults, for the help text. */
  static final class Ids implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
      return Fault.drawn().stream().map(Fault::id).iterator();
    }
  }

  @Override
  public Integer call() throws Exception {
    if (brokers != 1 && brokers != 3) {
      throw new ParameterException(spec.commandLine(), "--brokers must be 1 or 3");
    }
    List<Fault> among = faults.isEmpty() ? Fault.drawn() : faults.stream().map(Fault::of).toList();
    Optional<String> earlier =
        from.isPresent() ? Optional.of(classPath(from.get())) : Optional.empty();
    Path dir = out.isPresent() ? out.get() : Files.createTempDirectory("glasswatch-chaos-");
    List<RunResult> results = new ArrayList<>();
    for (long each = seed; each < seed + runs; each++) {
      Plan plan = Plan.of(each, records, among);
      results.add(
          run(earlier.isPresent() ? plan.upgraded() : plan, earlier, dir.resolve("run-" + each)));
      new Report(results).write(dir);
    }
    long bad = results.stream().filter(result -> !result.good()).count();
    say(
        "%d of %d runs without a violation; %s"
            .formatted(runs - bad, runs, dir.resolve("report.md")));
    return bad == 0 ? 0 : 1;
  }

  /** Returns what {@code ./glasswatch} of that checkout runs with. */
  private String classPath(Path checkout) throws IOException {
    Path built = checkout.resolve("benchmarks/target/classpath");
    if (!Files.isReadable(built)) {
      throw new ParameterException(
          spec.commandLine(),
          "%s has not been built: run %s".formatted(checkout, checkout.resolve("glasswatch")));
    }
    return Files.readString(built).strip();
  }

  private RunResult run(Plan plan, Optional<String> earlier, Path dir) throws Exception {
    delete(dir);
    Files.createDirectories(dir);
    say("seed %d".formatted(plan.seed()));
    RunResult result =
        new ChaosRun(plan, new Cast(brokers, plan.stableIds(), earlier), dir, this::say).run();
    result.violations().stream().map(Violation::line).forEach(line -> say("  VIOLATION " + line));
    if (result.good()) {
      say(
          "  all held: %d sent, %d rejected, %d explained, %d not, %d alerts; drained in %.1f s"
              .formatted(
                  result.sent(),
                  result.rejected(),
                  result.explained(),
                  result.unexplained(),
                  result.alerts(),
                  result.drainSeconds()));
      delete(dir);
    } else {
      say("  its files are in %s".formatted(dir));
    }
    return result;
  }

  private void say(String line) {
    PrintWriter writer = spec.commandLine().getOut();
    writer.println(line);
    writer.flush();
  }

  private static void delete(Path dir) throws IOException {
    if (!Files.exists(dir)) {
      return;
    }
    try (Stream<Path> files = Files.walk(dir)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
