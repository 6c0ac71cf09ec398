package io.glasswatch.benchmarks;

import io.glasswatch.benchmarks.detect.MatchingCost;
import io.glasswatch.benchmarks.drift.DriftTables;
import io.glasswatch.benchmarks.drift.EmbeddingDrift;
import io.glasswatch.benchmarks.explain.MethodTable;
import io.glasswatch.benchmarks.explain.PathStudy;
import io.glasswatch.benchmarks.gradient.GradientBenchmark;
import io.glasswatch.benchmarks.gradient.OperatorProfile;
import io.glasswatch.benchmarks.gradient.SessionMemory;
import io.glasswatch.benchmarks.harness.Printed;
import io.glasswatch.benchmarks.pipeline.Latency;
import io.glasswatch.benchmarks.pipeline.Pipeline;
import io.glasswatch.benchmarks.pipeline.Variants;
import io.glasswatch.benchmarks.stage.Stages;
import io.glasswatch.benchmarks.state.Conversations;
import io.glasswatch.benchmarks.state.Instances;
import io.glasswatch.benchmarks.state.ManyKeys;
import io.glasswatch.benchmarks.state.PackedCounts;
import io.glasswatch.benchmarks.state.Restore;
import io.glasswatch.benchmarks.state.StoreMemory;
import java.util.List;
import java.util.stream.Stream;

/** Every bench, one line each. */
public final class Benches {

  /** Those that run when none is named. */
  public static final List<Bench> MAIN =
      List.of(
          new Bench("pipeline", "the full pipeline beside a bare pass-through", Pipeline::run),
          new Bench("guarantee", "exactly once beside at least once", Variants::guarantee),
          new Bench("audit", "the pipeline with its audit log and without", Variants::audit),
          new Bench("latency", "from a producer's send to /metrics", Latency::run),
          new Bench(
              "counts",
              "drift's packed counts beside a stock windowed aggregate",
              PackedCounts::run),
          new Bench("restore", "state from Kafka, beside a bare consumer", Restore::run),
          new Bench("instances", "one, two and four instances over 8 partitions", Instances::run),
          new Bench("keys", "counting for 20 to 100,000 keys", ManyKeys::run),
          new Bench("conversations", "a turn, by the conversations in state", Conversations::run),
          new Bench("store-memory", "RocksDB within its bound, by stores", StoreMemory::run),
          new Bench("stages", "each stage, beside what bounds it", Stages::run),
          new Bench("match", "20 to 500 expressions, beside java.util.regex", MatchingCost::run));

  /** Studies that take minutes, and print tables of their own; only run by name. */
  public static final List<Bench> STUDIES =
      List.of(
          new Bench(
              "methods", "how faithful each explanation is, and what it costs", MethodTable::run),
          new Bench("path", "rules for integrated gradients, on the same texts", PathStudy::run),
          new Bench(
              "gradient",
              "forward and gradient over forward alone",
              (effort, progress) -> Printed.by(() -> GradientBenchmark.main(new String[0]))),
          new Bench(
              "operators",
              "where forward and gradient take their time",
              (effort, progress) -> Printed.by(() -> OperatorProfile.main(new String[0]))),
          new Bench(
              "session-memory",
              "what a session with its gradient keeps in memory",
              (effort, progress) -> Printed.by(() -> SessionMemory.main(new String[0]))),
          new Bench(
              "drift-counting",
              "what counting an interaction costs, by scopes",
              (effort, progress) -> Printed.by(() -> DriftTables.main(new String[] {"counting"}))),
          new Bench(
              "drift-embeddings",
              "how much other traffic drift of embeddings tells",
              EmbeddingDrift::run),
          new Bench(
              "drift-delays",
              "how soon each detector tells a change",
              (effort, progress) ->
                  Printed.by(() -> DriftTables.main(new String[] {"delays", "1000"}))));

  /** All of them. */
  public static final List<Bench> ALL = Stream.of(MAIN, STUDIES).flatMap(List::stream).toList();

  private Benches() {}
}
