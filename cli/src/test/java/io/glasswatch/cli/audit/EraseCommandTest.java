package io.glasswatch.cli.audit;

import static org.assertj.core.api.Assertions.assertThat;

import io.glasswatch.cli.CommandLineRun;
import io.glasswatch.cli.TestApp;
import io.glasswatch.cli.WholeTopic;
import io.glasswatch.contract.Case;
import io.glasswatch.contract.Topics;
import io.glasswatch.contract.config.KafkaConnection;
import io.glasswatch.embedded.EmbeddedKafka;
import io.glasswatch.stream.StreamApp;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EraseCommandTest {

  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final String ADA = "user-4711";
  private static final String BOB = "user-4712";

  @TempDir private Path dir;

  @Test
  void thePersonsTextsGoAndTheRestAndTheAuditStay() throws Exception {
    try (EmbeddedKafka kafka = EmbeddedKafka.start(dir.resolve("kafka"));
        StreamApp app = StreamApp.start(TestApp.settings(kafka, dir))) {
      assertThat(app.awaitRunning(PATIENCE)).isTrue();
      send(kafka, "a-1", ADA);
      send(kafka, "a-2", ADA);
      send(kafka, "b-1", BOB);
      awaitCases(kafka, 3);
      assertThat(page(app, "b-1"))
          .contains("<a href=\"/cases/a-1\">a-1</a>", "<a href=\"/cases/a-2\">a-2</a>")
          .contains("nearly the same prompt");

      CommandLineRun erased =
          CommandLineRun.of("audit", "erase", ADA, "--bootstrap-servers", kafka.bootstrapServers());

      assertThat(erased.err()).doesNotContain("confirmed within");
      assertThat(erased.out()).startsWith("2 cases erased");
      assertThat(page(app, "a-1")).contains("erased").doesNotContain("a secret of a-1", ADA);
      assertThat(page(app, "a-2")).contains("erased").doesNotContain("a secret of a-2", ADA);
      assertThat(page(app, "b-1"))
          .contains("a secret of b-1", "No other case.")
          .doesNotContain("erased", "/cases/a-1", "/cases/a-2");
      Path copy = dir.resolve("copy");
      CommandLineRun verified = exported(kafka, copy);
      assertThat(verified.exitCode()).as(verified.err()).isZero();
    }
  }

  private CommandLineRun exported(EmbeddedKafka kafka, Path copy) {
    return CommandLineRun.of(
        "audit",
        "export",
        "--bootstrap-servers",
        kafka.bootstrapServers(),
        "--checkpoints",
        dir.resolve("audit").toString(),
        "--out",
        copy.toString());
  }

  private static void awaitCases(EmbeddedKafka kafka, int count) throws IOException {
    Instant end = Instant.now().plus(PATIENCE);
    Map<String, Case> found = new HashMap<>();
    while (found.size() < count) {
      assertThat(Instant.now()).as("cases so far: " + found.keySet()).isBefore(end);
      WholeTopic.of(KafkaConnection.plain(kafka.bootstrapServers()), Topics.CASES)
          .forEach(r -> found.put(r.value().interaction().id(), r.value()));
    }
  }

  private static String page(StreamApp app, String id) throws Exception {
    HttpRequest request = HttpRequest.newBuilder(URI.create(app.url() + "/cases/" + id)).build();
    HttpResponse<String> answer =
        HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
    assertThat(answer.statusCode()).isEqualTo(200);
    return answer.body();
  }

  private static void send(EmbeddedKafka kafka, String id, String user) throws Exception {
    String json =
        """
        {"id": "%s", "model": "bot@1", "user": "%s", "prompt": "Tell me in a few plain words what is a secret of %s",
         "response": "The key is AKIA%s for you."}"""
            .formatted(id, user, id, "QYLPMN5HHHFPZAM2");
    TestApp.send(kafka, json);
  }
}
