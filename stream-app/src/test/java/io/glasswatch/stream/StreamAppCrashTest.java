package io.glasswatch.stream;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.glasswatch.contract.Alert;
import io.glasswatch.contract.Assessment;
import io.glasswatch.contract.Case;
import io.glasswatch.contract.Json;
import io.glasswatch.contract.Rejected;
import io.glasswatch.contract.Topics;
import io.glasswatch.contract.config.KafkaConnection;
import io.glasswatch.embedded.EmbeddedKafka;
import io.glasswatch.stream.audit.log.LogCheck;
import io.glasswatch.stream.audit.log.LogDirectory;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StreamAppCrashTest {

  private static final int RECORDS = 4000;
  private static final int MALFORMED_EVERY = 100;
  private static final int LEAK_EVERY = 50;
  private static final Duration PATIENCE = Duration.ofSeconds(90);

  @TempDir Path dir;
  private final Instant start = Instant.now().minus(Duration.ofMinutes(10));

  @Test
  void killedInTheMiddleOfAReplayItLosesNothingAndRepeatsNoAlert() throws Exception {
    try (EmbeddedKafka kafka = EmbeddedKafka.start(dir.resolve("kafka"))) {
      Map<String, String> settings = settings(kafka);
      Path log = dir.resolve("app.log");
      try (AppProcess first = AppProcess.start(settings, log)) {
        replay(kafka, 0, RECORDS / 2);
        awaitAssessments(kafka, RECORDS / 8);
        awaitACheckpoint();
        replay(kafka, RECORDS / 2, RECORDS * 3 / 4);
        first.kill();
      }
      replayAgain(kafka, 0, RECORDS / 4);
      replay(kafka, RECORDS * 3 / 4, RECORDS);
      try (AppProcess second = AppProcess.start(settings, log)) {
        assertThat(second.url()).startsWith("http://127.0.0.1:");
        assertNothingIsLostOrTwice(kafka);
        assertEveryFlaggedOneHasACase(kafka);
        assertNoAlertIsRepeated(kafka);
        assertTheAuditIsOneChainWithEveryDecisionOnce(kafka);
      }
    }
  }

  private Map<String, String> settings(EmbeddedKafka kafka) {
    return Map.of(
        "KAFKA_BOOTSTRAP_SERVERS", kafka.bootstrapServers(),
        "STATE_DIR", dir.resolve("state").toString(),
        "HTTP_PORT", "0",
        "PARTITIONS", "2",
        "EXPLANATION_DEADLINE", "PT3S",
        "EXPLANATIONS_PER_SECOND", "0.1",
        "DRIFT_WINDOW", "PT10S",
        "AUDIT_CHECKPOINT_INTERVAL", "PT0.5S");
  }

  private void assertNothingIsLostOrTwice(EmbeddedKafka kafka) {
    List<Assessment> assessed = awaitAssessments(kafka, expectedIds().size());
    List<String> ids = assessed.stream().map(Assessment::interaction).toList();
    assertThat(new HashSet<>(ids)).isEqualTo(expectedIds());
    assertThat(ids).doesNotHaveDuplicates();

    try (TopicReader<byte[], Rejected> reader =
        new TopicReader<>(kafka.bootstrapServers(), Topics.REJECTED)) {
      int malformed = RECORDS / MALFORMED_EVERY;
      List<Rejected> rejected = reader.readUntil(r -> r.size() >= malformed, PATIENCE);
      assertThat(rejected).hasSize(malformed).doesNotHaveDuplicates();
    }
  }

  private void assertEveryFlaggedOneHasACase(EmbeddedKafka kafka) {
    Set<String> flagged =
        awaitAssessments(kafka, expectedIds().size()).stream()
            .filter(Assessment::flagged)
            .map(Assessment::interaction)
            .collect(Collectors.toSet());
    assertThat(flagged).hasSizeGreaterThan(RECORDS / LEAK_EVERY / 2);
    try (TopicReader<String, Case> reader =
        new TopicReader<>(kafka.bootstrapServers(), Topics.CASES)) {
      List<Case> cases = reader.readUntil(c -> ids(c).containsAll(flagged), PATIENCE);
      assertThat(cases).allSatisfy(item -> assertThat(item.explanation()).isPresent());
    }
  }

  private void assertNoAlertIsRepeated(EmbeddedKafka kafka) {
    try (TopicReader<String, Alert> reader =
        new TopicReader<>(kafka.bootstrapServers(), Topics.ALERTS)) {
      reader.readUntil(alerts -> !alerts.isEmpty(), PATIENCE);
      List<String> transitions =
          reader.readUntilQuiet(Duration.ofSeconds(3)).stream()
              .map(alert -> alert.fingerprint() + " " + alert.state())
              .toList();
      assertThat(transitions).doesNotHaveDuplicates();
    }
  }

  /** What was signed before the kill must be the beginning of what stands there now. */
  private void assertTheAuditIsOneChainWithEveryDecisionOnce(EmbeddedKafka kafka)
      throws InterruptedException {
    KafkaConnection connection = new KafkaConnection(kafka.bootstrapServers(), Map.of());
    LogDirectory second = new LogDirectory(dir.resolve("state/audit"));
    Instant end = Instant.now().plus(PATIENCE);
    AuditedLog log = AuditedLog.read(connection, second);
    while (log.assessed().size() < expectedIds().size() || !log.allSigned()) {
      assertThat(Instant.now()).as("patience with %s", log.results()).isBefore(end);
      TimeUnit.MILLISECONDS.sleep(200);
      log = AuditedLog.read(connection, second);
    }
    assertThat(log.results()).hasSize(2).allMatch(LogCheck.Result::good);
    assertThat(log.assessed()).doesNotHaveDuplicates();
    assertThat(new HashSet<>(log.assessed())).isEqualTo(expectedIds());
    assertThat(second.checkpoints(0)).hasSizeGreaterThan(1);
    assertThat(log.text()).doesNotContain("Where is order", "AKIAIOSFODNN7", "on its way");
  }

  /** Waits until something is signed that the kill must not undo. */
  private void awaitACheckpoint() throws InterruptedException {
    LogDirectory second = new LogDirectory(dir.resolve("state/audit"));
    Instant end = Instant.now().plus(PATIENCE);
    while (second.checkpoints(0).isEmpty()) {
      assertThat(Instant.now()).as("patience with the first checkpoint").isBefore(end);
      TimeUnit.MILLISECONDS.sleep(50);
    }
  }

  private static List<Assessment> awaitAssessments(EmbeddedKafka kafka, int count) {
    try (TopicReader<String, Assessment> reader =
        new TopicReader<>(kafka.bootstrapServers(), Topics.ASSESSMENTS)) {
      return reader.readUntil(a -> a.size() >= count, PATIENCE);
    }
  }

  private static Set<String> ids(List<Case> cases) {
    return cases.stream().map(item -> item.interaction().id()).collect(Collectors.toSet());
  }

  private static Set<String> expectedIds() {
    return IntStream.range(0, RECORDS)
        .filter(i -> i % MALFORMED_EVERY != 0)
        .mapToObj(i -> "i-" + i)
        .collect(Collectors.toSet());
  }

  /** Sends what can be read of it as a producer does that did not hear that it had arrived. */
  private void replayAgain(EmbeddedKafka kafka, int from, int to) throws Exception {
    replay(kafka, IntStream.range(from, to).filter(i -> i % MALFORMED_EVERY != 0));
  }

  private void replay(EmbeddedKafka kafka, int from, int to) throws Exception {
    replay(kafka, IntStream.range(from, to));
  }

  private void replay(EmbeddedKafka kafka, IntStream numbers) throws Exception {
    Map<String, Object> config =
        Map.of(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, kafka.bootstrapServers());
    Set<Future<RecordMetadata>> sent = new HashSet<>();
    try (KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer())) {
      for (int i : numbers.toArray()) {
        byte[] key = conversation(i).getBytes(StandardCharsets.UTF_8);
        sent.add(producer.send(new ProducerRecord<>(Topics.INTERACTIONS.name(), key, line(i))));
      }
      producer.flush();
      for (Future<RecordMetadata> one : sent) {
        one.get();
      }
    }
  }

  private static String conversation(int i) {
    return "c-" + i / 5;
  }

  private byte[] line(int i) throws IOException {
    if (i % MALFORMED_EVERY == 0) {
      return ("{\"id\": \"broken-" + i).getBytes(StandardCharsets.UTF_8);
    }
    ObjectNode node = Json.TEXT.createObjectNode();
    node.put("id", "i-" + i);
    node.put("conversation", conversation(i));
    node.put("time", start.plusMillis(i * 50L).toString());
    node.put("model", "bot@1");
    node.put("prompt", "Where is order number " + i + "?");
    node.put(
        "response",
        i % LEAK_EVERY == 1
            ? "Use AKIA" + "IOSFODNN7EXAMPL" + (char) ('A' + i % 26) + " for now."
            : "It is on its way and arrives in %d days.".formatted(i % 7 + 1));
    node.put("latency_seconds", 0.2 + i % 10 * 0.05);
    return Json.TEXT.writeValueAsBytes(node);
  }
}
