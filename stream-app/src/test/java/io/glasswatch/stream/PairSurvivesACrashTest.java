package io.glasswatch.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.glasswatch.contract.Assessment;
import io.glasswatch.contract.Topics;
import io.glasswatch.embedded.EmbeddedKafka;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PairSurvivesACrashTest {

  private static final Duration PATIENCE = Duration.ofSeconds(90);
  private static final Duration DEADLINE = Duration.ofSeconds(30);

  @TempDir private Path dir;

  @Test
  void aRequestThatWaitsMeetsItsResponseAfterTheAppWasKilled() throws Exception {
    try (EmbeddedKafka kafka = EmbeddedKafka.start(dir.resolve("kafka"))) {
      Map<String, String> settings =
          Map.of(
              "KAFKA_BOOTSTRAP_SERVERS",
              kafka.bootstrapServers(),
              "STATE_DIR",
              dir.resolve("state").toString(),
              "HTTP_PORT",
              "0",
              "PARTITIONS",
              "2");
      Path log = dir.resolve("app.log");
      Instant asked;
      try (AppProcess first = AppProcess.start(settings, log)) {
        send(kafka, "{'id': 'whole-1', 'conversation': 'c', 'model': 'm', 'response': 'hello'}");
        await(kafka, "whole-1");
        asked = Instant.now();
        send(kafka, "{'id': 'pair', 'request': {'model': 'm', 'messages': 'Hi?'}}");
        send(kafka, "{'id': 'whole-2', 'conversation': 'c', 'model': 'm', 'response': 'hello'}");
        await(kafka, "whole-2");
        first.kill();
      }
      try (AppProcess second = AppProcess.start(settings, log)) {
        assertThat(second.url()).isNotBlank();
        send(kafka, "{'id': 'pair', 'response': {'model': 'm', 'choices': [{'text': 'Ho.'}]}}");
        List<Assessment> all = await(kafka, "pair");
        Duration took = Duration.between(asked, Instant.now());
        assumeThat(took).as("the machine was too slow for the deadline").isLessThan(DEADLINE);

        assertThat(all)
            .filteredOn(a -> a.interaction().equals("pair"))
            .hasSize(1)
            .allSatisfy(
                a ->
                    assertThat(a.signals())
                        .containsEntry("prompt_length", 3.0)
                        .containsEntry("response_length", 3.0));
      }
    }
  }

  private static List<Assessment> await(EmbeddedKafka kafka, String id) {
    try (TopicReader<String, Assessment> reader =
        new TopicReader<>(kafka.bootstrapServers(), Topics.ASSESSMENTS)) {
      return reader.readUntil(
          all -> all.stream().anyMatch(a -> a.interaction().equals(id)), PATIENCE);
    }
  }

  private static void send(EmbeddedKafka kafka, String json) throws Exception {
    TopicWriter.interaction(kafka.bootstrapServers(), json.replace('\'', '"'));
  }
}
