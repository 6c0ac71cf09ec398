package io.glasswatch.stream;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.glasswatch.contract.Json;
import io.glasswatch.contract.Topics;
import io.glasswatch.embedded.EmbeddedKafka;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two instances on one broker, one of which is killed. */
@Tag("full")
class TwoInstancesTest {

  private static final int CASES = 40;
  private static final int RECORDS = 1200;
  private static final Duration PATIENCE = Duration.ofSeconds(90);

  /** The group's session, restoring the state, and the next commit, on a busy machine. */
  private static final Duration RECOVERY = Duration.ofSeconds(30);

  private static final HttpClient CLIENT = HttpClient.newHttpClient();

  /** Gauges of what a partition holds: they move with it. */
  private static final List<String> MOVING =
      List.of("llm_alert_state", "llm_drift_", "llm_cases_pending");

  @TempDir Path dir;
  private final Instant start = Instant.now().minus(Duration.ofMinutes(5));

  @Test
  void eitherAnswersForBothAndOneTakesOverWithAllAnswersAndGauges() throws Exception {
    try (EmbeddedKafka kafka = EmbeddedKafka.start(dir.resolve("kafka"));
        AppProcess first = AppProcess.start(settings(kafka, "a"), dir.resolve("a.log"));
        AppProcess second = AppProcess.start(settings(kafka, "b"), dir.resolve("b.log"))) {
      await(() -> bothWork(first, second));
      send(kafka);
      await(() -> isComplete(first, CASES) && isComplete(second, CASES));
      await(() -> series(first, second).size() > 10 && settled(first, second));

      assertThat(own(first)).as("cases of the first").isBetween(1, CASES - 1);
      assertEveryCaseIsAnsweredBy(first);
      assertEveryCaseIsAnsweredBy(second);
      Map<String, List<String>> before = series(first, second);
      assertThat(before).allSatisfy((name, values) -> assertThat(values).as(name).hasSize(1));

      second.kill();
      Instant killed = Instant.now();
      JsonNode partial = list(first, "/api/v1/cases?limit=1000");
      assertThat(partial.get("complete").asBoolean()).isFalse();
      assertThat(partial.get("missing").asText()).contains("no answer from 127.0.0.1:");

      await(() -> isComplete(first, CASES) && series(first).equals(before));
      Duration took = Duration.between(killed, Instant.now());
      System.out.printf(
          "killed instance's answers and gauges back: %.1f s%n", took.toMillis() / 1e3);
      assertThat(took).isLessThan(RECOVERY);
      assertEveryCaseIsAnsweredBy(first);
    }
  }

  private boolean bothWork(AppProcess first, AppProcess second) throws Exception {
    for (AppProcess app : List.of(first, second)) {
      JsonNode local = list(app, "/local/cases");
      if (!local.has("partitions") || local.get("partitions").isEmpty()) {
        return false;
      }
    }
    return isComplete(first, 0);
  }

  private static boolean isComplete(AppProcess app, int cases) throws Exception {
    JsonNode list = list(app, "/api/v1/cases?limit=1000");
    return list.path("complete").asBoolean()
        && list.get("items").size() >= cases
        && list(app, "/api/v1/alerts").path("complete").asBoolean()
        && list(app, "/api/v1/drift").path("complete").asBoolean();
  }

  private static int own(AppProcess app) throws Exception {
    return list(app, "/local/cases?limit=1000").get("value").size();
  }

  private static void assertEveryCaseIsAnsweredBy(AppProcess app) throws Exception {
    for (int i = 0; i < CASES; i++) {
      HttpResponse<String> answer = get(app, "/api/v1/cases/leak-" + i);
      assertThat(answer.statusCode()).as("leak-%d: %s", i, answer.body()).isEqualTo(200);
    }
    assertThat(list(app, "/api/v1/alerts").get("items")).isNotEmpty();
    assertThat(list(app, "/api/v1/drift").get("items")).isNotEmpty();
  }

  /** Whether nothing moves any more: all windows that can be judged are. */
  private static boolean settled(AppProcess... apps) throws Exception {
    Map<String, List<String>> now = series(apps);
    TimeUnit.SECONDS.sleep(2);
    return now.keySet().stream().anyMatch(s -> s.startsWith("llm_drift_score_ratio"))
        && now.equals(series(apps));
  }

  /** Returns the values of all gauges that move with a partition, by series. */
  private static Map<String, List<String>> series(AppProcess... apps) throws Exception {
    Map<String, List<String>> values = new TreeMap<>();
    for (AppProcess app : apps) {
      get(app, "/metrics")
          .body()
          .lines()
          .filter(line -> MOVING.stream().anyMatch(line::startsWith))
          .filter(line -> !line.startsWith("llm_drift_uncounted"))
          .forEach(
              line ->
                  values
                      .computeIfAbsent(
                          line.substring(0, line.lastIndexOf(' ')), s -> new ArrayList<>())
                      .add(line.substring(line.lastIndexOf(' ') + 1)));
    }
    return values;
  }

  private static JsonNode list(AppProcess app, String path) throws Exception {
    return Json.TEXT.readTree(get(app, path).body());
  }

  private static HttpResponse<String> get(AppProcess app, String path) throws Exception {
    return CLIENT.send(
        HttpRequest.newBuilder(URI.create(app.url() + path)).build(),
        HttpResponse.BodyHandlers.ofString());
  }

  private static void await(Callable<Boolean> condition) throws Exception {
    Instant end = Instant.now().plus(PATIENCE);
    while (!condition.call()) {
      assertThat(Instant.now()).as("still waiting").isBefore(end);
      TimeUnit.MILLISECONDS.sleep(200);
    }
  }

  private Map<String, String> settings(EmbeddedKafka kafka, String name) {
    Map<String, String> settings = new HashMap<>();
    settings.put("KAFKA_BOOTSTRAP_SERVERS", kafka.bootstrapServers());
    settings.put("STATE_DIR", dir.resolve("state-" + name).toString());
    settings.put("HTTP_PORT", "0");
    settings.put("PARTITIONS", "4");
    settings.put("STANDBY_REPLICAS", "1");
    settings.put("EXPLANATION_DEADLINE", "PT10M");
    settings.put("EXPLANATIONS_PER_SECOND", "0.001");
    settings.put("DRIFT_WINDOW", "PT10S");
    settings.put("DRIFT_MIN_RECORDS", "20");
    settings.put("DRIFT_REFERENCE_RECORDS", "100");
    return settings;
  }

  private void send(EmbeddedKafka kafka) throws Exception {
    try (KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(
            Map.of(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, kafka.bootstrapServers()),
            new ByteArraySerializer(),
            new ByteArraySerializer())) {
      for (byte[] line : IntStream.range(0, RECORDS).mapToObj(this::line).toList()) {
        producer.send(new ProducerRecord<>(Topics.INTERACTIONS.name(), line)).get();
      }
    }
  }

  private byte[] line(int i) {
    boolean leaks = i % (RECORDS / CASES) == 0;
    return """
        {"id": "%s", "conversation": "c-%d", "time": "%s", "model": "bot-%d@1",
         "prompt": "Where is my order?", "response": "%s", "latency_seconds": %s}"""
        .formatted(
            leaks ? "leak-" + i / (RECORDS / CASES) : "i-" + i,
            i,
            start.plusMillis(i * 100L),
            i % 3,
            leaks
                ? "Use AKIA" + "IOSFODNN7EXAMPL" + (char) ('A' + i % 26) + " for now."
                : "It arrives in %d days.".formatted(i % 7 + 1),
            0.2 + i % 10 * 0.05)
        .getBytes(StandardCharsets.UTF_8);
  }
}
