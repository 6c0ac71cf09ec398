package io.glasswatch.benchmarks.pipeline;

import io.glasswatch.benchmarks.harness.Comparison;
import io.glasswatch.benchmarks.harness.Contender;
import io.glasswatch.benchmarks.harness.Effort;
import io.glasswatch.benchmarks.harness.Interleaved;
import io.glasswatch.benchmarks.harness.Report;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.kafka.streams.StreamsConfig;

/**
 * The full pipeline against itself in another setting, each with a broker of its own, since both
 * write the same topics; all stream apps run in this process.
 */
public final class Variants {

  private static final int BYTES = 1_700;
  private static final long SEED = 1;

  private Variants() {}

  /** What differs between two pipelines. */
  private record Setup(String name, Map<String, String> env, Map<String, Object> streams) {}

  /** Exactly once against at least once, both committing every second. */
  public static Report guarantee(Effort effort, Consumer<String> progress) throws Exception {
    Map<String, String> commits = Map.of("COMMIT_INTERVAL", "PT1S");
    return run(
        effort,
        progress,
        new Setup(
            "at least once",
            commits,
            Map.of(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, StreamsConfig.AT_LEAST_ONCE)),
        new Setup("exactly once", commits, Map.of()),
        "exactly_once_over_at_least_once");
  }

  /** With the audit log against without. */
  public static Report audit(Effort effort, Consumer<String> progress) throws Exception {
    return run(
        effort,
        progress,
        new Setup("audit off", Map.of("AUDIT", "false"), Map.of()),
        new Setup("audit on", Map.of(), Map.of()),
        "audit_on_over_off");
  }

  private static Report run(
      Effort effort, Consumer<String> progress, Setup base, Setup other, String ratio)
      throws Exception {
    int records = effort.of(20_000, 5_000, 100);
    Workload workload = new Workload(BYTES, SEED);
    progress.accept("starting three brokers and stream apps");
    try (Station one = new Station(base.env(), base.streams());
        Station two = new Station(other.env(), other.streams());
        Station again = new Station(base.env(), base.streams())) {
      Comparison comparison =
          new Interleaved(effort.of(2, 1, 1), effort.rounds(), progress)
              .run(
                  other.name() + " and " + base.name(),
                  () -> {
                    for (Station station : List.of(one, two, again)) {
                      station.fill(workload, records);
                    }
                  },
                  new Contender(base.name(), () -> one.drain(records)),
                  new Contender(base.name() + ", again", () -> again.drain(records)),
                  List.of(new Contender(other.name(), () -> two.drain(records))));
      return Report.of(
          List.of(comparison),
          Map.of(
              ratio,
              comparison.rateRatio(other.name()),
              ratio + "_cpu",
              comparison.cpuRatio(other.name())));
    }
  }
}
