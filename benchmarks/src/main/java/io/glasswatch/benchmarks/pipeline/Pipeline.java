package io.glasswatch.benchmarks.pipeline;

import io.glasswatch.benchmarks.harness.Comparison;
import io.glasswatch.benchmarks.harness.Contender;
import io.glasswatch.benchmarks.harness.Effort;
import io.glasswatch.benchmarks.harness.Interleaved;
import io.glasswatch.benchmarks.harness.Report;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * The stream app as it ships (every format, rule pack, signal and detector, the trained ones too;
 * sampling, drift, audit) against a bare pass-through: same broker, topic, records, guarantee and
 * commit interval. Both run in this process, the broker in its own; while one works, the others
 * stand still.
 */
public final class Pipeline {

  private static final String FULL = "pipeline";
  private static final long SEED = 1;

  private Pipeline() {}

  /** One size of records, and how many a pass has. */
  private record Size(String name, int bytes, int records) {}

  /** Compares them for records of 1.7 KB and of 8 KB. */
  public static Report run(Effort effort, Consumer<String> progress) throws Exception {
    Interleaved turns = new Interleaved(effort.of(2, 1, 1), effort.rounds(), progress);
    List<Size> sizes =
        List.of(
            new Size("1.7 KB", 1_700, effort.of(60_000, 15_000, 200)),
            new Size("8 KB", 8_000, effort.of(15_000, 3_000, 50)));
    List<Comparison> comparisons = new ArrayList<>();
    progress.accept("starting a broker, the stream app and two pass-throughs");
    try (Station station = new Station(Map.of(), Map.of())) {
      Drain passThrough = station.passThrough("bench-pass-through");
      Drain again = station.passThrough("bench-pass-through-again");
      for (Size size : sizes) {
        Workload workload = new Workload(size.bytes(), SEED);
        comparisons.add(
            turns.run(
                size.name() + ", full pipeline and pass-through",
                () -> station.fill(workload, size.records()),
                new Contender("pass-through", () -> passThrough.run(size.records())),
                new Contender("pass-through again", () -> again.run(size.records())),
                List.of(new Contender(FULL, () -> station.drain(size.records())))));
      }
    }
    return Report.of(comparisons, figures(comparisons));
  }

  private static Map<String, Object> figures(List<Comparison> comparisons) {
    Map<String, Object> figures = new LinkedHashMap<>();
    List<String> suffixes = List.of("", "_8kb");
    for (int i = 0; i < suffixes.size(); i++) {
      Comparison comparison = comparisons.get(i);
      double full = comparison.find(FULL).cpuMicros();
      double base = comparison.base().cpuMicros();
      figures.put("pipeline_over_passthrough" + suffixes.get(i), comparison.rateRatio(FULL));
      figures.put("pipeline_cpu_micros_per_record" + suffixes.get(i), full);
      figures.put("passthrough_cpu_micros_per_record" + suffixes.get(i), base);
      figures.put("cpu_micros_over_passthrough" + suffixes.get(i), full - base);
    }
    return figures;
  }
}
