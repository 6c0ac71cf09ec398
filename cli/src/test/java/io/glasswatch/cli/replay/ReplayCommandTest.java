package io.glasswatch.cli.replay;

import static org.assertj.core.api.Assertions.assertThat;

import io.glasswatch.cli.CommandLineRun;
import io.glasswatch.embedded.EmbeddedKafka;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReplayCommandTest {

  private static final String TOPIC = "a-log";

  @TempDir static Path dir;
  private static EmbeddedKafka kafka;

  @BeforeAll
  static void startKafka() throws Exception {
    kafka = EmbeddedKafka.start(dir.resolve("kafka"));
    try (Admin admin = Admin.create(client())) {
      admin.createTopics(List.of(new NewTopic(TOPIC, 1, (short) 1))).all().get();
    }
  }

  @AfterAll
  static void stopKafka() {
    kafka.close();
  }

  @Test
  void everyLineOfTheFileIsARecord() throws Exception {
    List<String> lines =
        IntStream.range(0, 50).mapToObj(i -> "{\"id\":\"r-%d\"}".formatted(i)).toList();
    Path log = Files.write(dir.resolve("log.jsonl"), lines);

    CommandLineRun run =
        CommandLineRun.of(
            "replay",
            log.toString(),
            "--bootstrap-servers",
            kafka.bootstrapServers(),
            "--topic",
            TOPIC,
            "--rate",
            "500");

    assertThat(run.out())
        .startsWith("sent 50 records to a-log in ")
        .endsWith(", 0 failed%n".formatted());
    assertThat(run.exitCode()).isZero();
    assertThat(read(50)).isEqualTo(lines);
  }

  @Test
  void saysWhatToDoWhenTheTopicIsNotThere() throws Exception {
    Path log = Files.writeString(dir.resolve("short.jsonl"), "{}\n");

    CommandLineRun run =
        CommandLineRun.of(
            "replay", log.toString(), "--bootstrap-servers", kafka.bootstrapServers());

    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.err())
        .isEqualTo(
            "glasswatch replay: there is no topic llm.interactions at %s: start the stream app, which creates it, or name another with --topic%n"
                .formatted(kafka.bootstrapServers()));
  }

  private static List<String> read(int count) {
    List<String> values = new ArrayList<>();
    Instant deadline = Instant.now().plusSeconds(30);
    try (KafkaConsumer<String, String> consumer =
        new KafkaConsumer<>(client(), new StringDeserializer(), new StringDeserializer())) {
      List<TopicPartition> partitions = List.of(new TopicPartition(TOPIC, 0));
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      while (values.size() < count && Instant.now().isBefore(deadline)) {
        consumer.poll(Duration.ofMillis(200)).forEach(record -> values.add(record.value()));
      }
    }
    return values;
  }

  private static Map<String, Object> client() {
    return Map.of("bootstrap.servers", kafka.bootstrapServers());
  }
}
