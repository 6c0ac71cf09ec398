package io.glasswatch.stream.drift;

import static org.assertj.core.api.Assertions.assertThat;

import io.glasswatch.contract.Assessment;
import io.glasswatch.contract.ModelVersion;
import io.glasswatch.contract.Sample;
import io.glasswatch.contract.Topics;
import io.glasswatch.embedded.EmbeddedKafka;
import io.glasswatch.stream.drift.count.WindowCounts;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.Future;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("full")
class DriftCrashTest {

  private static final int RECORDS = 30_000;
  private static final int KILLS = 4;
  private static final int PARTITIONS = 2;
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  @TempDir Path dir;

  private final Random random = new Random(1);
  private final Map<String, WindowCounts> received = new TreeMap<>();
  private long counted;

  @Test
  void killedBetweenCommitsItLosesAndDoublesNoCount() throws Exception {
    Map<String, WindowCounts> expected = new TreeMap<>();
    try (EmbeddedKafka kafka = EmbeddedKafka.start(dir.resolve("kafka"));
        KafkaConsumer<String, DriftDelta> deltas = topics(kafka)) {
      List<Process> processes = new ArrayList<>();
      try {
        for (int i = 0; i <= KILLS; i++) {
          processes.add(counting(kafka));
          send(kafka, expected, i * RECORDS / (KILLS + 1), (i + 1) * RECORDS / (KILLS + 1));
          if (i < KILLS) {
            readUntil(deltas, counted + 1);
            processes.get(i).destroyForcibly().waitFor();
          }
        }
        readUntil(deltas, 2L * RECORDS);
        readOn(deltas, Duration.ofSeconds(3));
      } finally {
        processes.forEach(Process::destroyForcibly);
      }
    }

    assertThat(counted).isEqualTo(2L * RECORDS);
    assertThat(written(received)).isEqualTo(written(expected));
  }

  private Process counting(EmbeddedKafka kafka) throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx256m",
            "-XX:TieredStopAtLevel=1",
            "-XX:+UseSerialGC",
            "-cp",
            System.getProperty("java.class.path"),
            CountingMain.class.getName(),
            kafka.bootstrapServers(),
            dir.resolve("state").toString())
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.appendTo(dir.resolve("app.log").toFile()))
        .start();
  }

  private static KafkaConsumer<String, DriftDelta> topics(EmbeddedKafka kafka) throws Exception {
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers()))) {
      admin
          .createTopics(
              List.of(
                  new NewTopic(Topics.ASSESSMENTS.name(), PARTITIONS, (short) 1),
                  new NewTopic(CountingMain.DELTAS, 1, (short) 1)))
          .all()
          .get();
    }
    KafkaConsumer<String, DriftDelta> consumer =
        new KafkaConsumer<>(
            Map.of(
                "bootstrap.servers",
                kafka.bootstrapServers(),
                "isolation.level",
                "read_committed",
                "auto.offset.reset",
                "earliest"),
            new StringDeserializer(),
            DriftDelta.SERDE.deserializer());
    consumer.assign(List.of(new TopicPartition(CountingMain.DELTAS, 0)));
    return consumer;
  }

  private void send(EmbeddedKafka kafka, Map<String, WindowCounts> expected, int from, int to)
      throws Exception {
    List<Future<RecordMetadata>> sent = new ArrayList<>();
    try (KafkaProducer<String, Assessment> producer =
        new KafkaProducer<>(
            Map.of("bootstrap.servers", kafka.bootstrapServers()),
            Topics.ASSESSMENTS.keys().serializer(),
            Topics.ASSESSMENTS.values().serializer())) {
      for (int i = from; i < to; i++) {
        Assessment assessment = assessment(i);
        sent.add(
            producer.send(new ProducerRecord<>(Topics.ASSESSMENTS.name(), "c" + i, assessment)));
        long start = assessment.time().toEpochMilli() / 60_000 * 60_000;
        for (String scope : List.of("bot@1|all", "bot@1|tenant=t" + i % 3)) {
          expected
              .computeIfAbsent(start + "|" + scope, key -> new WindowCounts())
              .add(assessment.signals());
        }
      }
    }
    for (Future<RecordMetadata> each : sent) {
      each.get();
    }
  }

  private Assessment assessment(int i) {
    return new Assessment(
        "i-" + i,
        "c-" + i,
        new ModelVersion("bot", "1"),
        Map.of("tenant", "t" + i % 3),
        Instant.parse("2026-11-22T12:00:00Z").plusMillis(i * 20L),
        Map.of("length", Math.exp(5 + random.nextGaussian()), "refusal", i % 17 == 0 ? 1.0 : 0),
        List.of(),
        new Sample(Sample.Reason.SKIPPED, 0),
        "r0");
  }

  private void readUntil(KafkaConsumer<String, DriftDelta> deltas, long records) {
    Instant end = Instant.now().plus(PATIENCE);
    while (counted < records && Instant.now().isBefore(end)) {
      poll(deltas);
    }
    assertThat(counted).isGreaterThanOrEqualTo(records);
  }

  private void readOn(KafkaConsumer<String, DriftDelta> deltas, Duration time) {
    Instant end = Instant.now().plus(time);
    while (Instant.now().isBefore(end)) {
      poll(deltas);
    }
  }

  private void poll(KafkaConsumer<String, DriftDelta> deltas) {
    deltas
        .poll(Duration.ofMillis(100))
        .forEach(
            record -> {
              String key = record.value().windowStart() + "|" + record.key();
              received.computeIfAbsent(key, k -> new WindowCounts()).merge(record.value().counts());
              counted += record.value().counts().records();
            });
  }

  private static Map<String, String> written(Map<String, WindowCounts> counts) {
    Map<String, String> written = new TreeMap<>();
    counts.forEach((key, c) -> written.put(key, HexFormat.of().formatHex(c.toBytes())));
    return written;
  }
}
