package io.glasswatch.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.glasswatch.cli.CommandLineRun;
import io.glasswatch.contract.Topics;
import io.glasswatch.embedded.EmbeddedKafka;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrafficCommandTest {

  private static final int FEW_BYTES = 1024;

  /** Most interactions are shorter than the topic's bound, and sooner or later one is not. */
  @Test
  void sendsTheDemosTrafficUntilKafkaRefusesARecord(@TempDir Path dir) throws Exception {
    try (EmbeddedKafka kafka = EmbeddedKafka.start(dir)) {
      createTopic(kafka, FEW_BYTES);
      CompletableFuture<CommandLineRun> run =
          CompletableFuture.supplyAsync(
              () ->
                  CommandLineRun.of(
                      "traffic", "--rate", "500", "--bootstrap-servers", kafka.bootstrapServers()));

      assertThat(run.join().exitCode()).isEqualTo(1);
      assertThat(run.join().err())
          .startsWith("glasswatch traffic: Kafka does not take records for llm.interactions: ");
      assertThat(first(kafka)).contains("\"model\"");
    }
  }

  private static void createTopic(EmbeddedKafka kafka, int largest) throws Exception {
    NewTopic topic =
        new NewTopic(Topics.INTERACTIONS.name(), 1, (short) 1)
            .configs(Map.of(TopicConfig.MAX_MESSAGE_BYTES_CONFIG, Integer.toString(largest)));
    try (Admin admin = Admin.create(client(kafka))) {
      admin.createTopics(List.of(topic)).all().get();
    }
  }

  private static String first(EmbeddedKafka kafka) {
    TopicPartition partition = new TopicPartition(Topics.INTERACTIONS.name(), 0);
    Instant deadline = Instant.now().plusSeconds(30);
    try (KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(
            client(kafka), new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
      consumer.assign(List.of(partition));
      consumer.seekToBeginning(List.of(partition));
      while (Instant.now().isBefore(deadline)) {
        for (var record : consumer.poll(Duration.ofMillis(200))) {
          return new String(record.value(), StandardCharsets.UTF_8);
        }
      }
    }
    throw new AssertionError("no record came");
  }

  private static Map<String, Object> client(EmbeddedKafka kafka) {
    return Map.of("bootstrap.servers", kafka.bootstrapServers());
  }
}
