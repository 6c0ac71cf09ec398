package io.glasswatch.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedKafkaTest {

  private static final String TOPIC = "letters";

  @TempDir Path dir;

  @Test
  void keepsWhatWasAcknowledgedWhenItIsKilledAndStartedAgain() throws Exception {
    try (EmbeddedKafka kafka = EmbeddedKafka.start(dir)) {
      createTopic(kafka);
      send(kafka, "a", "b");
      String address = kafka.bootstrapServers();

      kafka.kill();
      kafka.restart();

      assertThat(kafka.bootstrapServers()).isEqualTo(address);
      send(kafka, "c");
      assertThat(read(kafka, 3)).containsExactly("a", "b", "c");
    }
  }

  @Test
  void twoRunAtOnce() throws Exception {
    try (EmbeddedKafka one = EmbeddedKafka.start(dir.resolve("one"));
        EmbeddedKafka other = EmbeddedKafka.start(dir.resolve("other"))) {
      createTopic(one);
      createTopic(other);
      send(one, "one");
      send(other, "other");

      assertThat(read(one, 1)).containsExactly("one");
      assertThat(read(other, 1)).containsExactly("other");
    }
  }

  @Test
  void leavesNoProcessBehindWhenItIsClosed() {
    EmbeddedKafka kafka = EmbeddedKafka.start(dir);
    List<ProcessHandle> children = ProcessHandle.current().children().toList();
    assertThat(children).isNotEmpty();

    kafka.close();

    assertThat(children).noneMatch(ProcessHandle::isAlive);
  }

  @Test
  void refusesToStartTwice() {
    try (EmbeddedKafka kafka = EmbeddedKafka.start(dir)) {
      assertThatThrownBy(kafka::restart).hasMessage("the broker runs: kill() or close() it first");
    }
  }

  @Test
  void saysWhyItDoesNotStart() throws Exception {
    Files.writeString(dir.resolve("data"), "a file where the data directory should be");

    assertThatThrownBy(() -> EmbeddedKafka.start(dir))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageStartingWith(
            "the broker ended with status 1 before it was ready; %s says:"
                .formatted(dir.resolve("broker.log")))
        .hasMessageContaining("data");
  }

  private static void createTopic(EmbeddedKafka kafka) throws Exception {
    try (Admin admin = Admin.create(client(kafka))) {
      admin.createTopics(List.of(new NewTopic(TOPIC, 1, (short) 1))).all().get();
    }
  }

  private static void send(EmbeddedKafka kafka, String... values) throws Exception {
    try (KafkaProducer<String, String> producer =
        new KafkaProducer<>(client(kafka), new StringSerializer(), new StringSerializer())) {
      for (String value : values) {
        producer.send(new ProducerRecord<>(TOPIC, value)).get();
      }
    }
  }

  private static List<String> read(EmbeddedKafka kafka, int count) {
    List<String> values = new ArrayList<>();
    Instant deadline = Instant.now().plusSeconds(30);
    try (KafkaConsumer<String, String> consumer =
        new KafkaConsumer<>(client(kafka), new StringDeserializer(), new StringDeserializer())) {
      List<TopicPartition> partitions = List.of(new TopicPartition(TOPIC, 0));
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      while (values.size() < count && Instant.now().isBefore(deadline)) {
        for (ConsumerRecord<String, String> record : consumer.poll(Duration.ofMillis(200))) {
          values.add(record.value());
        }
      }
    }
    return values;
  }

  private static Map<String, Object> client(EmbeddedKafka kafka) {
    return Map.of("bootstrap.servers", kafka.bootstrapServers());
  }
}
