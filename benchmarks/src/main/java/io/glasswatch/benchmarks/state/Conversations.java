package io.glasswatch.benchmarks.state;

import io.glasswatch.benchmarks.harness.Cost;
import io.glasswatch.benchmarks.harness.Effort;
import io.glasswatch.benchmarks.harness.Report;
import io.glasswatch.benchmarks.pipeline.Broker;
import io.glasswatch.benchmarks.pipeline.Drain;
import io.glasswatch.contract.Assessment;
import io.glasswatch.contract.Category;
import io.glasswatch.contract.Finding;
import io.glasswatch.contract.ModelVersion;
import io.glasswatch.contract.Sample;
import io.glasswatch.contract.Severity;
import io.glasswatch.stream.detect.overtime.OverTimeProcessor;
import io.glasswatch.stream.state.ProcessorsWithStores;
import io.glasswatch.stream.state.SharedRocksDbMemory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.stream.Stream;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.kstream.Consumed;

/**
 * What a notable turn costs the patterns over time, by the conversations that are in state: one
 * partition and its store, written as the stream app writes it. Every turn of the workload is
 * notable; of real traffic few are, and the others never come here.
 */
public final class Conversations {

  private static final String STORE_BYTES = String.valueOf(128L << 20);
  private static final Duration KEPT = Duration.ofDays(365);
  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
  private static final int CHUNK = 500_000;

  private final Broker broker;
  private final int further;
  private final StringBuilder table =
      new StringBuilder(
          "| conversations | first turn, CPU µs | further turn, CPU µs | bytes on disk each |"
              + " held, MB |\n|--:|--:|--:|--:|--:|\n");
  private final Map<String, Object> figures = new LinkedHashMap<>();

  private Conversations(Broker broker, int further) {
    this.broker = broker;
    this.further = further;
  }

  /** Measures it. */
  public static Report run(Effort effort, Consumer<String> progress) throws Exception {
    List<Integer> sizes =
        switch (effort) {
          case FULL -> List.of(10_000, 100_000, 1_000_000, 10_000_000);
          case QUICK -> List.of(10_000, 100_000, 300_000);
          case TINY -> List.of(50, 100);
        };
    try (Broker broker = new Broker()) {
      Conversations bench = new Conversations(broker, effort.of(100_000, 20_000, 50));
      bench.measure("busiest", List.of(1), progress);
      bench.measure("many", sizes, progress);
      return new Report(bench.table.toString(), bench.figures, List.of());
    }
  }

  private void measure(String name, List<Integer> sizes, Consumer<String> progress)
      throws Exception {
    String input = "bench-conversations-" + name;
    broker.createTopic(input, 1);
    Map<String, Object> memory =
        Map.of(
            StreamsConfig.ROCKSDB_CONFIG_SETTER_CLASS_CONFIG,
            SharedRocksDbMemory.class,
            SharedRocksDbMemory.BYTES,
            STORE_BYTES);
    Random random = new Random(1);
    try (KafkaStreams streams = CountApps.open(broker, input, topology(input), memory)) {
      Drain drain = Drain.start(streams, Drain.quiet(CountApps.COMMITS));
      int there = 0;
      for (int size : sizes) {
        int before = there;
        double seconds = 0;
        while (there < size) {
          progress.accept("%,d conversations".formatted(there));
          int[] next = {there};
          int chunk = Math.min(CHUNK, size - there);
          seconds += run(drain, input, () -> next[0]++, chunk).cpuSeconds();
          there += chunk;
        }
        Cost more = run(drain, input, () -> random.nextInt(size), further);
        row(size, 1e6 * seconds / (size - before), more.cpuMicros(), input);
      }
    }
  }

  private Cost run(Drain drain, String input, LongSupplier conversation, int turns)
      throws Exception {
    broker.fill(
        input,
        () -> ByteBuffer.allocate(Long.BYTES).putLong(conversation.getAsLong()).array(),
        turns);
    return drain.run(turns);
  }

  private void row(int size, double first, double more, String name) {
    long disk = bytes(broker.directory("state").resolve(name));
    table.append(
        String.format(
            Locale.ROOT,
            "| %,d | %s | %.1f | %,d | %.0f |%n",
            size,
            size == 1 ? "–" : String.format(Locale.ROOT, "%.1f", first),
            more,
            disk / size,
            SharedRocksDbMemory.held() / 1e6));
    figures.put("first_turn_cpu_micros_" + size, first);
    figures.put("further_turn_cpu_micros_" + size, more);
  }

  private static Topology topology(String input) {
    StreamsBuilder builder = new StreamsBuilder();
    long[] made = {0};
    builder.stream(input, Consumed.with(Serdes.ByteArray(), Serdes.Long()))
        .map((key, conversation) -> turn(conversation, made[0]++))
        .process(
            new ProcessorsWithStores<>(
                () -> new OverTimeProcessor(KEPT), Set.of(OverTimeProcessor.STORE.builder())));
    return builder.build();
  }

  /** Returns a turn that is remembered and of which nothing follows; ids are spread as hashes. */
  private static KeyValue<String, Assessment> turn(long conversation, long number) {
    String id = Long.toHexString((conversation + 1) * 0x9E3779B97F4A7C15L);
    Finding finding = new Finding("bench.rule", Category.PII, Severity.INFO, Optional.empty(), 1);
    return KeyValue.pair(
        id,
        new Assessment(
            Long.toHexString(number),
            id,
            new ModelVersion("bot", "1"),
            Map.of(),
            START.plusMillis(number),
            Map.of(),
            List.of(finding),
            new Sample(Sample.Reason.FLAGGED, 1),
            "rules"));
  }

  private static long bytes(Path dir) {
    try (Stream<Path> files = Files.walk(dir)) {
      return files.filter(Files::isRegularFile).mapToLong(file -> file.toFile().length()).sum();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
