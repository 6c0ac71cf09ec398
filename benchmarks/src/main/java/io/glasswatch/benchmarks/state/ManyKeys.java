package io.glasswatch.benchmarks.state;

import io.glasswatch.benchmarks.harness.Comparison.Passes;
import io.glasswatch.benchmarks.harness.Cost;
import io.glasswatch.benchmarks.harness.Effort;
import io.glasswatch.benchmarks.harness.Report;
import io.glasswatch.benchmarks.pipeline.Broker;
import io.glasswatch.benchmarks.pipeline.Drain;
import io.glasswatch.benchmarks.stage.Drawn;
import io.glasswatch.contract.Assessment;
import io.glasswatch.contract.config.Settings;
import io.glasswatch.stream.drift.DriftSettings;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.kafka.streams.KafkaStreams;

/**
 * What drift's counting costs a record, and how much memory it keeps, when traffic falls into more
 * and more tenants; each record counts for its model and its tenant. The first size is measured
 * once more at the end, as the control.
 */
public final class ManyKeys {

  private static final int PARTITIONS = 4;
  private static final int DISTINCT = 2_000;
  private static final DriftSettings DRIFT =
      DriftSettings.from(
          new Settings(Map.of("DRIFT_SEGMENTS", "tenant", "DRIFT_SEGMENT_VALUES", "1000000")));

  private final Broker broker;
  private final List<Assessment> drawn;
  private final int records;
  private final int rounds;
  private final StringBuilder table =
      new StringBuilder("| tenants | (model, segment, signal) | CPU µs a record | heap, MB |\n");

  private ManyKeys(Broker broker, List<Assessment> drawn, int records, int rounds) {
    this.broker = broker;
    this.drawn = drawn;
    this.records = records;
    this.rounds = rounds;
    table.append("|--:|--:|--:|--:|\n");
  }

  /** Measures it. */
  public static Report run(Effort effort, Consumer<String> progress) throws Exception {
    List<Assessment> drawn = Drawn.of(1_700, effort.of(DISTINCT, DISTINCT, 20)).assessments();
    List<Integer> sizes = effort == Effort.TINY ? List.of(1, 5) : List.of(1, 10, 100, 1_000, 5_000);
    try (Broker broker = new Broker()) {
      ManyKeys bench = new ManyKeys(broker, drawn, effort.of(40_000, 10_000, 50), effort.rounds());
      Map<String, Object> figures = new LinkedHashMap<>();
      for (int size : sizes) {
        progress.accept("%d tenants".formatted(size));
        figures.put("cpu_micros_" + size, bench.measure("keys-" + size, size));
      }
      progress.accept("%d tenants again".formatted(sizes.get(0)));
      figures.put("cpu_micros_again", bench.measure("keys-again", sizes.get(0)));
      return new Report(bench.table.toString(), figures, List.of());
    }
  }

  /** Returns the median of processor microseconds a record; the first pass is not counted. */
  private double measure(String name, int tenants) throws Exception {
    String input = "bench-" + name;
    broker.createTopic(input, PARTITIONS);
    long before = heap();
    List<Cost> costs = new ArrayList<>();
    long kept;
    try (KafkaStreams streams =
        CountApps.open(broker, name, CountApps.packed(input, PARTITIONS, DRIFT))) {
      Drain drain = Drain.start(streams, Drain.quiet(CountApps.COMMITS));
      for (int round = 0; round <= rounds; round++) {
        int[] made = {0};
        broker.fill(input, () -> record(made[0]++, tenants), records);
        costs.add(drain.run(records));
      }
      kept = heap() - before;
    }
    double micros = new Passes(name, costs.subList(1, costs.size())).cpuMicros();
    table.append(
        String.format(
            Locale.ROOT,
            "| %,d | %,d | %.1f | %.1f |%n",
            tenants,
            (tenants + 1) * drawn.get(0).signals().size(),
            micros,
            kept / 1e6));
    return micros;
  }

  private byte[] record(int i, int tenants) {
    return CountApps.record(drawn.get(i % drawn.size()), Map.of("tenant", "tenant-" + i % tenants));
  }

  /** Returns the bytes of the heap that are in use once what nobody needs is collected. */
  private static long heap() {
    System.gc();
    return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
  }
}
