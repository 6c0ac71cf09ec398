package io.glasswatch.benchmarks.state;

import io.glasswatch.benchmarks.harness.Comparison;
import io.glasswatch.benchmarks.harness.Contender;
import io.glasswatch.benchmarks.harness.Effort;
import io.glasswatch.benchmarks.harness.Interleaved;
import io.glasswatch.benchmarks.harness.Report;
import io.glasswatch.benchmarks.pipeline.Broker;
import io.glasswatch.benchmarks.pipeline.Drain;
import io.glasswatch.benchmarks.stage.Drawn;
import io.glasswatch.cli.demo.Opened;
import io.glasswatch.contract.Assessment;
import io.glasswatch.stream.drift.DriftSettings;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.Topology;

/**
 * Drift's packed counts beside a windowed aggregate of Kafka Streams that keeps the same statistics
 * in RocksDB: same broker, topic, guarantee and commit interval, both with a changelog.
 */
public final class PackedCounts {

  private static final int PARTITIONS = 4;
  private static final int DISTINCT = 2_000;
  private static final String INPUT = "bench-assessments";
  private static final String PACKED = "packed counts";
  private static final String STOCK = "stock aggregate";

  private final Broker broker;
  private final Opened open = new Opened("the bench");
  private final List<Assessment> drawn;
  private int sent;

  private PackedCounts(Broker broker, List<Assessment> drawn) {
    this.broker = broker;
    this.drawn = drawn;
  }

  /** Compares them. */
  public static Report run(Effort effort, Consumer<String> progress) throws Exception {
    int records = effort.of(20_000, 5_000, 50);
    progress.accept("starting a broker and three applications");
    List<Assessment> drawn = Drawn.of(1_700, effort.of(DISTINCT, DISTINCT, 50)).assessments();
    try (Broker broker = new Broker()) {
      return new PackedCounts(broker, drawn).compare(effort, records, progress);
    }
  }

  private Report compare(Effort effort, int records, Consumer<String> progress) throws Exception {
    broker.createTopic(INPUT, PARTITIONS);
    Comparison comparison;
    try (open) {
      Drain packed = drain("bench-packed", packed());
      Drain again = drain("bench-again-packed", packed());
      Drain stock = drain("bench-stock", CountApps.stock(INPUT));
      comparison =
          new Interleaved(effort.of(2, 1, 1), effort.rounds(), progress)
              .run(
                  "counting every signal by scope and minute",
                  () -> broker.fill(INPUT, this::next, records),
                  new Contender(PACKED, () -> packed.run(records)),
                  new Contender(PACKED + ", again", () -> again.run(records)),
                  List.of(new Contender(STOCK, () -> stock.run(records))));
    }
    return report(comparison);
  }

  private static Topology packed() {
    return CountApps.packed(INPUT, PARTITIONS, DriftSettings.DEFAULT);
  }

  private Report report(Comparison comparison) throws InterruptedException {
    double packed = changelogBytes("bench-packed-");
    double stock = changelogBytes("bench-stock-");
    Map<String, Object> figures = new LinkedHashMap<>();
    figures.put("packed_over_stock", 1 / comparison.rateRatio(STOCK));
    figures.put("packed_changelog_bytes_per_record", packed);
    figures.put("stock_changelog_bytes_per_record", stock);
    Report report = Report.of(List.of(comparison), figures);
    String table =
        String.format(
            Locale.ROOT,
            "| changelog | bytes a record |%n|---|--:|%n| %s | %.1f |%n| %s | %.1f |%n",
            PACKED,
            packed,
            STOCK,
            stock);
    return new Report(report.markdown() + "\n" + table, report.fields(), report.tooNoisy());
  }

  /** Returns the bytes of all changelogs of the application whose topics begin so, a record. */
  private double changelogBytes(String prefix) throws InterruptedException {
    long bytes = broker.bytes(t -> t.startsWith(prefix) && t.endsWith("-changelog"));
    return (double) bytes / sent;
  }

  private byte[] next() {
    Assessment a = drawn.get(sent++ % drawn.size());
    return CountApps.record(a, a.segments());
  }

  private Drain drain(String name, Topology topology)
      throws InterruptedException, TimeoutException {
    KafkaStreams streams = CountApps.open(broker, name, topology);
    open.push(streams);
    return Drain.start(streams, Drain.quiet(CountApps.COMMITS));
  }
}
