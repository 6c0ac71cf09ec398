package io.glasswatch.cli.reference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.glasswatch.cli.CommandLineRun;
import io.glasswatch.cli.WholeTopic;
import io.glasswatch.contract.Operation;
import io.glasswatch.contract.Topics;
import io.glasswatch.contract.config.KafkaConnection;
import io.glasswatch.embedded.EmbeddedKafka;
import io.glasswatch.stream.StreamApp;
import io.glasswatch.stream.StreamSettings;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FreezeCommandTest {

  private static final Duration PATIENCE = Duration.ofSeconds(90);
  private static final Pattern VERSION =
      Pattern.compile(
          "llm_drift_reference_records\\{model=\"bot@1\",segment=\"all\",version=\"(\\w+)\"");

  @TempDir private Path dir;

  @Test
  void aNewReferenceIsInForceAfterTheNextWindowsAndWhatIsUnknownIsRefused() throws Exception {
    try (EmbeddedKafka kafka = EmbeddedKafka.start(dir.resolve("kafka"));
        StreamApp app = StreamApp.start(settings(kafka));
        KafkaProducer<String, String> producer = producer(kafka)) {
      assertThat(app.awaitRunning(PATIENCE)).isTrue();
      String first = awaitVersion(app, producer, version -> true);

      CommandLineRun frozen = freeze(kafka, "bot@1");

      assertThat(frozen.err()).isEmpty();
      assertThat(frozen.exitCode()).isZero();
      assertThat(frozen.out())
          .startsWith("bot@1, all: the first 20 records or more from 2")
          .endsWith("on will be the reference; until then it is %s%n".formatted(first));
      assertThat(awaitVersion(app, producer, version -> !version.equals(first)))
          .isNotEqualTo(first);

      CommandLineRun unknown = freeze(kafka, "bot@2");
      assertThat(unknown.exitCode()).isEqualTo(1);
      assertThat(unknown.out()).isEmpty();
      assertThat(unknown.err())
          .isEqualTo("bot@2, all is not watched; there are bot@1%n".formatted());

      List<Operation> done = new ArrayList<>();
      WholeTopic.of(KafkaConnection.plain(kafka.bootstrapServers()), Topics.OPERATIONS)
          .forEach(record -> done.add(record.value()));
      assertThat(done)
          .extracting(Operation::action, Operation::target)
          .containsExactlyInAnyOrder(
              tuple(Operation.FREEZE, "bot@1, all"), tuple(Operation.FREEZE, "bot@2, all"));
    }
  }

  private static CommandLineRun freeze(EmbeddedKafka kafka, String model) {
    return CommandLineRun.of(
        "reference", "freeze", "--model", model, "--bootstrap-servers", kafka.bootstrapServers());
  }

  /** Sends traffic until a reference with a version that is {@code wanted} is in force. */
  private static String awaitVersion(
      StreamApp app, KafkaProducer<String, String> producer, Predicate<String> wanted)
      throws Exception {
    Instant end = Instant.now().plus(PATIENCE);
    for (int sent = 0; Instant.now().isBefore(end); sent++) {
      String id = "i-%d-%d".formatted(System.nanoTime(), sent);
      producer
          .send(
              new ProducerRecord<>(
                  Topics.INTERACTIONS.name(),
                  "{\"id\": \"%s\", \"model\": \"bot@1\", \"response\": \"It is %s.\"}"
                      .formatted(id, id)))
          .get();
      Optional<String> version =
          VERSION
              .matcher(metrics(app))
              .results()
              .map((MatchResult match) -> match.group(1))
              .filter(wanted)
              .findFirst();
      if (version.isPresent()) {
        return version.get();
      }
    }
    throw new AssertionError("no such reference within " + PATIENCE);
  }

  private static String metrics(StreamApp app) throws Exception {
    HttpRequest request = HttpRequest.newBuilder(URI.create(app.url() + "/metrics")).build();
    HttpResponse<String> answer =
        HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
    assertThat(answer.statusCode()).isEqualTo(200);
    return answer.body();
  }

  private static KafkaProducer<String, String> producer(EmbeddedKafka kafka) {
    return new KafkaProducer<>(
        Map.of("bootstrap.servers", kafka.bootstrapServers()),
        new StringSerializer(),
        new StringSerializer());
  }

  private StreamSettings settings(EmbeddedKafka kafka) {
    return StreamSettings.from(
        Map.of(
            "KAFKA_BOOTSTRAP_SERVERS", kafka.bootstrapServers(),
            "STATE_DIR", dir.resolve("state").toString(),
            "PARTITIONS", "2",
            "HTTP_PORT", "0",
            "DRIFT_WINDOW", "PT1S",
            "DRIFT_GRACE", "PT1S",
            "DRIFT_MIN_RECORDS", "20",
            "DRIFT_REFERENCE_RECORDS", "20"));
  }
}
