package io.glasswatch.benchmarks;

import io.glasswatch.benchmarks.explain.MethodTable;
import io.glasswatch.benchmarks.explain.PathStudy;
import io.glasswatch.benchmarks.pipeline.Pipeline;
import io.glasswatch.benchmarks.stage.Stages;
import java.util.List;

/** Every bench, one line each. */
public final class Benches {

  public static final List<Bench> ALL =
      List.of(
          new Bench(
              "pipeline", "the full pipeline beside a bare pass-through of Kafka", Pipeline::run),
          new Bench("stages", "each stage of the pipeline, beside what bounds it", Stages::run),
          new Bench(
              "methods", "how faithful each explanation is, and what it costs", MethodTable::run),
          new Bench("path", "rules for integrated gradients, on the same texts", PathStudy::run));

  private Benches() {}
}
