package io.glasswatch.stream;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.glasswatch.embedded.EmbeddedKafka;
import io.glasswatch.testing.MonitoringStack;
import io.glasswatch.testing.Pager;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From a leaked key in Kafka to a pager, through the real Prometheus and the real Alertmanager. */
class IncidentReachesThePagerTest {

  private static final Duration PROMISED = Duration.ofSeconds(30);
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final HttpClient CLIENT = HttpClient.newHttpClient();

  @TempDir Path dir;

  @Test
  void aLeakedKeyPagesWithinThirtySecondsAndLeadsToItsCase() throws Exception {
    MonitoringStack.require();
    try (Pager pager = Pager.start();
        EmbeddedKafka kafka = EmbeddedKafka.start(dir.resolve("kafka"));
        StreamApp app = StreamApp.start(settings(kafka));
        MonitoringStack monitoring =
            MonitoringStack.start(dir, app.port(), OptionalInt.empty(), pager)) {
      assertThat(app.awaitRunning(PATIENCE)).isTrue();
      TopicWriter.interaction(
          kafka.bootstrapServers(), interaction("harmless-1", "The weather is fine."));
      awaitSample(monitoring, "sum(llm_interactions_total)");

      Instant injected = Instant.now();
      TopicWriter.interaction(
          kafka.bootstrapServers(),
          interaction("leak-1", "The key is AKIA" + "QYLPMN5HHHFPZAM2 for you."));
      JsonNode alert = pager.await("LlmSecretLeak", PATIENCE);
      Duration took = Duration.between(injected, Instant.now());
      System.out.printf("incident to pager: %.1f s%n", took.toMillis() / 1e3);

      assertThat(took).isLessThan(PROMISED);
      assertThat(alert.at("/labels/model").asText()).isEqualTo("bot@1");
      assertThat(alert.at("/annotations/cases").asText())
          .isEqualTo("http://localhost:8080/?model=bot%401&category=secret");
      String id = awaitExemplar(monitoring, injected);
      assertThat(get(app.url() + "/cases/" + id).body()).contains("Case <code>leak-1</code>");
      assertGaugesAreThere(monitoring);
    }
  }

  private void assertGaugesAreThere(MonitoringStack monitoring) throws Exception {
    for (String gauge :
        List.of(
            "llm_consumer_lag_records{topic=\"llm.interactions\"}",
            "llm_cases_pending",
            "llm_state_store_bytes",
            "llm_state_store_limit_bytes",
            "llm_alert_state")) {
      awaitSample(monitoring, gauge);
    }
  }

  private String awaitExemplar(MonitoringStack monitoring, Instant since) throws Exception {
    return await(() -> monitoring.exemplars("llm_flagged_total{category=\"secret\"}", since))
        .at("/0/exemplars/0/labels/record_id")
        .asText();
  }

  private void awaitSample(MonitoringStack monitoring, String query) throws Exception {
    var unused = await(() -> monitoring.query(query));
  }

  /** Asks until there is something. */
  private JsonNode await(Callable<JsonNode> question) throws Exception {
    Instant end = Instant.now().plus(PATIENCE);
    while (Instant.now().isBefore(end)) {
      JsonNode found = question.call();
      if (!found.isEmpty()) {
        return found;
      }
      TimeUnit.MILLISECONDS.sleep(300);
    }
    throw new AssertionError("Prometheus has nothing");
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
            "1"));
  }

  private static String interaction(String id, String response) {
    return """
        {"id": "%s", "model": "bot@1", "prompt": "Hello", "response": "%s"}"""
        .formatted(id, response);
  }

  private static HttpResponse<String> get(String url) throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(url)).header("Accept", "text/html").build();
    return CLIENT.send(request, HttpResponse.BodyHandlers.ofString());
  }
}
