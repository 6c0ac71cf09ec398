package io.glasswatch.benchmarks.state;

import io.glasswatch.benchmarks.harness.Effort;
import io.glasswatch.benchmarks.harness.Report;
import io.glasswatch.benchmarks.pipeline.Broker;
import io.glasswatch.benchmarks.pipeline.Drain;
import io.glasswatch.benchmarks.pipeline.Workload;
import io.glasswatch.contract.Topics;
import io.glasswatch.stream.StreamApp;
import io.glasswatch.stream.StreamSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * How long the stream app takes to get its state back from Kafka: a start whose state directory is
 * gone, less one before there was any state, beside a bare consumer that reads the same changelogs.
 * A start that finds its state is no such base: it verifies what it finds.
 */
public final class Restore {

  private static final String STATE = "state";

  private final Broker broker;
  private final StreamSettings settings;
  private final Path state;

  private Restore(Broker broker) {
    this.broker = broker;
    // Everything is explained, and nobody answers: each record becomes a case with its text.
    this.settings = broker.settings(STATE, Map.of("EXPLANATIONS_PER_SECOND", "1000000"));
    this.state = broker.directory(STATE);
  }

  /** Measures it. */
  public static Report run(Effort effort, Consumer<String> progress) throws Exception {
    int records = effort.of(50_000, 5_000, 50);
    try (Broker broker = new Broker()) {
      return new Restore(broker).run(records, effort.rounds(), progress);
    }
  }

  private Report run(int records, int rounds, Consumer<String> progress) throws Exception {
    start(); // makes the internal topics
    List<Double> empty = new ArrayList<>();
    for (int round = 1; round <= rounds; round++) {
      progress.accept("start without any state, %d of %d".formatted(round, rounds));
      Broker.delete(state);
      empty.add(start());
    }
    progress.accept("making state of %d records".formatted(records));
    try (StreamApp app = Broker.start(settings, Map.of())) {
      Drain drain = Drain.of(List.of(app.streams()), Drain.quiet(settings.commitInterval()));
      broker.fill(Topics.INTERACTIONS.name(), new Workload(1_700, 1)::next, records);
      drain.run(records);
    }
    long bytes = broker.bytes(topic -> topic.endsWith("-changelog"));
    List<Double> warm = new ArrayList<>();
    List<Double> cold = new ArrayList<>();
    List<Double> raw = new ArrayList<>();
    for (int round = 1; round <= rounds; round++) {
      progress.accept("round %d of %d".formatted(round, rounds));
      warm.add(start());
      Broker.delete(state);
      cold.add(start());
      raw.add(read());
    }
    return report(bytes, median(empty), median(warm), median(cold), median(raw));
  }

  private static Report report(long bytes, double empty, double warm, double cold, double raw) {
    double restore = cold - empty;
    String table =
        String.format(
            Locale.ROOT,
            "%.1f MB of changelogs, medians%n%n"
                + "| what | s |%n|---|--:|%n| start before there was any state | %.2f |%n"
                + "| start that finds its state, and verifies it | %.2f |%n"
                + "| start whose state is gone | %.2f |%n| so, restoring | %.2f |%n"
                + "| a bare consumer reads the same | %.2f |%n| restoring over reading | %.2f |%n",
            bytes / 1e6,
            empty,
            warm,
            cold,
            restore,
            raw,
            restore / raw);
    return new Report(
        table,
        Map.of(
            "changelog_bytes", bytes,
            "restore_seconds", restore,
            "raw_read_seconds", raw,
            "restore_over_raw_read", restore / raw),
        List.of());
  }

  /** Returns the seconds from the start to processing. */
  private double start() throws InterruptedException {
    long begun = System.nanoTime();
    try (StreamApp app = StreamApp.start(settings)) {
      if (!app.awaitRunning(Duration.ofMinutes(10))) {
        throw new IllegalStateException("the stream app did not start");
      }
      return (System.nanoTime() - begun) / 1e9;
    }
  }

  /** Returns the seconds that a bare consumer reads all changelogs in. */
  private double read() throws InterruptedException {
    List<TopicPartition> partitions = changelogs();
    ByteArrayDeserializer bytes = new ByteArrayDeserializer();
    long begun = System.nanoTime();
    try (KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(
            Map.of(
                "bootstrap.servers",
                broker.bootstrapServers(),
                "isolation.level",
                "read_committed"),
            bytes,
            bytes)) {
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
      while (partitions.stream().anyMatch(p -> consumer.position(p) < ends.get(p))) {
        consumer.poll(Duration.ofMillis(100));
      }
    }
    return (System.nanoTime() - begun) / 1e9;
  }

  private List<TopicPartition> changelogs() throws InterruptedException {
    try (Admin admin = broker.admin()) {
      Stream<String> topics =
          admin.listTopics().names().get().stream().filter(t -> t.endsWith("-changelog"));
      return admin.describeTopics(topics.toList()).allTopicNames().get().values().stream()
          .flatMap(
              topic ->
                  topic.partitions().stream()
                      .map(p -> new TopicPartition(topic.name(), p.partition())))
          .toList();
    } catch (ExecutionException e) {
      throw new IllegalStateException("the broker does not tell its topics", e);
    }
  }

  private static double median(List<Double> values) {
    Collections.sort(values);
    return values.get(values.size() / 2);
  }
}
