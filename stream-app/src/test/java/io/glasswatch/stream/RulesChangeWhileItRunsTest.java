package io.glasswatch.stream;

import static org.assertj.core.api.Assertions.assertThat;

import io.glasswatch.contract.Assessment;
import io.glasswatch.contract.Finding;
import io.glasswatch.contract.Topics;
import io.glasswatch.embedded.EmbeddedKafka;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RulesChangeWhileItRunsTest {

  private static final Duration PROMISE = Duration.ofSeconds(5);
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final String RULE = "mine.word";

  private static final String PACK =
      """
      pack: mine
      rules:
        - id: mine.word
          category: secret
          about: A word
          severity: {response: info}
          patterns: ['plugh']
          matches: ['say plugh']
          spares: ['say something']
      """;

  @TempDir private Path dir;

  @Test
  void aPackIsInForceWithinFiveSecondsAndABadOneChangesNothing() throws Exception {
    try (EmbeddedKafka kafka = EmbeddedKafka.start(dir.resolve("kafka"));
        StreamApp app = StreamApp.start(settings(kafka));
        TopicReader<String, Assessment> assessments =
            new TopicReader<>(kafka.bootstrapServers(), Topics.ASSESSMENTS)) {
      assertThat(app.awaitRunning(PATIENCE)).isTrue();
      send(kafka, 0);
      Assessment before = assessments.readUntil(all -> all.size() == 1, PATIENCE).get(0);

      Instant published = publish(kafka, PACK);
      Duration took = untilFound(kafka, assessments, published);
      publish(kafka, PACK.replace("'plugh'", "'(plugh'"));
      String status = awaitRefusal(app);
      send(kafka, 1_000_000);
      List<Assessment> all = assessments.readUntil(a -> isOf(a, "i-1000000"), PATIENCE);

      assertThat(before.findings()).extracting(Finding::rule).doesNotContain(RULE);
      assertThat(took).isLessThan(PROMISE);
      assertThat(status).contains("\"pack\":\"mine\"", "line 3: expression", "linear time");
      Assessment last = all.get(all.size() - 1);
      assertThat(last.findings()).extracting(Finding::rule).contains(RULE);
      assertThat(last.rules()).isNotEqualTo(before.rules());
      assertThat(status).contains(last.rules());
    }
  }

  /** Sends a record after the other until one is assessed by the new rule. */
  private Duration untilFound(
      EmbeddedKafka kafka, TopicReader<String, Assessment> assessments, Instant published)
      throws Exception {
    for (int i = 1; ; i++) {
      String id = "i-" + i;
      send(kafka, i);
      List<Assessment> all = assessments.readUntil(a -> isOf(a, id), PATIENCE);
      Assessment last = all.get(all.size() - 1);
      if (last.findings().stream().anyMatch(finding -> finding.rule().equals(RULE))) {
        return Duration.between(published, Instant.now());
      }
    }
  }

  private static boolean isOf(List<Assessment> all, String id) {
    return !all.isEmpty() && all.get(all.size() - 1).interaction().equals(id);
  }

  private static String awaitRefusal(StreamApp app) throws IOException, InterruptedException {
    HttpRequest request = HttpRequest.newBuilder(URI.create(app.url() + "/api/v1/rules")).build();
    Instant end = Instant.now().plus(PATIENCE);
    String body = "";
    while (!body.contains("\"reason\"") && Instant.now().isBefore(end)) {
      body = HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString()).body();
    }
    return body;
  }

  private static void send(EmbeddedKafka kafka, int i) throws Exception {
    String json =
        "{\"id\": \"i-%d\", \"conversation\": \"c\", \"model\": \"m\", \"response\": \"plugh\"}"
            .formatted(i);
    TopicWriter.interaction(kafka.bootstrapServers(), json);
  }

  private static Instant publish(EmbeddedKafka kafka, String pack) throws Exception {
    TopicWriter.write(
        kafka.bootstrapServers(), new ProducerRecord<>(Topics.RULES.name(), "mine", pack));
    return Instant.now();
  }

  private StreamSettings settings(EmbeddedKafka kafka) {
    return StreamSettings.from(
        Map.of(
            "KAFKA_BOOTSTRAP_SERVERS",
            kafka.bootstrapServers(),
            "STATE_DIR",
            dir.resolve("state").toString(),
            "HTTP_PORT",
            "0",
            "PARTITIONS",
            "2"));
  }
}
