package io.glasswatch.stream.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import io.glasswatch.contract.Assessment;
import io.glasswatch.contract.Case;
import io.glasswatch.contract.Rejected;
import io.glasswatch.contract.Topics;
import io.glasswatch.embedded.EmbeddedKafka;
import io.glasswatch.stream.AppProcess;
import io.glasswatch.stream.TopicReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * What is small on its way and large when it comes out, through a real broker and an app whose heap
 * does not hold it all at once.
 */
@Tag("full")
@Timeout(240)
class HostileSizesOnKafkaTest {

  private static final String HEAP = "512m";
  private static final int LARGE = 10 << 20;
  private static final int COUNT = 96;
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  @TempDir private Path dir;

  @Test
  void batchesThatHoldTwiceTheHeapAndTextsThatGrowAreWorkedOff() throws Exception {
    try (EmbeddedKafka kafka = EmbeddedKafka.start(dir.resolve("kafka"))) {
      List<Supplier<byte[]>> records = new ArrayList<>();
      IntStream.range(0, COUNT).forEach(i -> records.add(() -> padded(i)));
      records.add(HostileSizesOnKafkaTest::growing);
      records.add(() -> new byte[Limits.STANDARD.bytes() + 1]);
      records.add(() -> HostileSizesTest.response("It arrives tomorrow."));
      Path log = dir.resolve("app.log");
      try (AppProcess app = AppProcess.start(settings(kafka), log, HEAP)) {
        assertThat(app.url()).isNotBlank();
        assertThat(send(kafka, records)).as("compressed to").isLessThan(16 << 20);

        assertThat(assessments(kafka)).hasSize(COUNT + 2).doesNotHaveDuplicates();
        assertThat(rejected(kafka)).containsExactly(Rejected.Reason.TOO_LARGE);
        assertThat(cases(kafka)).allSatisfy(item -> assertThat(item.explanation()).isPresent());
      }
      assertThat(log).content().doesNotContain("OutOfMemory", "a stream thread died");
    }
  }

  private Map<String, String> settings(EmbeddedKafka kafka) {
    return Map.of(
        "KAFKA_BOOTSTRAP_SERVERS", kafka.bootstrapServers(),
        "STATE_DIR", dir.resolve("state").toString(),
        "HTTP_PORT", "0",
        "PARTITIONS", "1",
        "EXPLANATIONS_PER_SECOND", "0.0001",
        "EXPLANATION_DEADLINE", "PT1S");
  }

  private static byte[] padded(int number) {
    return """
        {"id": "i-%d", "model": "m", "prompt": "Hi?", "response": "Ho.", "padding": "%s"}"""
        .formatted(number, "a".repeat(LARGE))
        .getBytes(StandardCharsets.UTF_8);
  }

  /** Each character of the answer takes six bytes in the JSON of its case. */
  private static byte[] growing() {
    return HostileSizesTest.chat("AKIAQ3EGRVLMZ7KXW5PD " + "\u0001".repeat(LARGE));
  }

  /** Sends all in a few compressed batches; returns how many bytes the topic has then. */
  private static long send(EmbeddedKafka kafka, List<Supplier<byte[]>> records) throws Exception {
    Map<String, Object> config =
        Map.of(
            ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
            kafka.bootstrapServers(),
            ProducerConfig.COMPRESSION_TYPE_CONFIG,
            "zstd",
            ProducerConfig.LINGER_MS_CONFIG,
            1_000,
            ProducerConfig.BATCH_SIZE_CONFIG,
            64 << 20,
            ProducerConfig.BUFFER_MEMORY_CONFIG,
            200L << 20,
            ProducerConfig.MAX_REQUEST_SIZE_CONFIG,
            128 << 20);
    ByteArraySerializer bytes = new ByteArraySerializer();
    List<Future<RecordMetadata>> sent = new ArrayList<>();
    try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(config, bytes, bytes)) {
      for (Supplier<byte[]> record : records) {
        sent.add(producer.send(new ProducerRecord<>(Topics.INTERACTIONS.name(), record.get())));
      }
      producer.flush();
      for (Future<RecordMetadata> one : sent) {
        one.get();
      }
      return producer.metrics().entrySet().stream()
          .filter(metric -> metric.getKey().name().equals("outgoing-byte-total"))
          .filter(metric -> metric.getKey().group().equals("producer-metrics"))
          .mapToLong(metric -> ((Double) metric.getValue().metricValue()).longValue())
          .sum();
    }
  }

  private static List<String> assessments(EmbeddedKafka kafka) {
    try (TopicReader<String, Assessment> reader =
        new TopicReader<>(kafka.bootstrapServers(), Topics.ASSESSMENTS)) {
      return reader.readUntil(all -> all.size() >= COUNT + 2, PATIENCE).stream()
          .map(Assessment::interaction)
          .toList();
    }
  }

  private static List<Rejected.Reason> rejected(EmbeddedKafka kafka) {
    try (TopicReader<byte[], Rejected> reader =
        new TopicReader<>(kafka.bootstrapServers(), Topics.REJECTED)) {
      return reader.readUntil(all -> !all.isEmpty(), PATIENCE).stream()
          .map(Rejected::reason)
          .toList();
    }
  }

  private static List<Case> cases(EmbeddedKafka kafka) {
    try (TopicReader<String, Case> reader =
        new TopicReader<>(kafka.bootstrapServers(), Topics.CASES)) {
      return reader.readUntil(all -> !all.isEmpty(), PATIENCE);
    }
  }
}
