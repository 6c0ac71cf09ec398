package io.glasswatch.cli.rejected;

import static org.assertj.core.api.Assertions.assertThat;

import io.glasswatch.cli.CommandLineRun;
import io.glasswatch.contract.Rejected;
import io.glasswatch.contract.Topics;
import io.glasswatch.embedded.EmbeddedKafka;
import java.nio.charset.StandardCharsets;
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
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RejectedCommandTest {

  private static final byte[] BYTES = {'{', '"', (byte) 0xFF, 0x1B, 's', 'e', 'c', 'r', 'e', 't'};

  @TempDir static Path dir;

  @Test
  void theRejectedAreListedWithoutTheirTextAndGoBackByteForByte() throws Exception {
    try (EmbeddedKafka kafka = EmbeddedKafka.start(dir.resolve("kafka"))) {
      String servers = kafka.bootstrapServers();
      try (Admin admin = Admin.create(Map.of("bootstrap.servers", servers))) {
        admin
            .createTopics(
                List.of(
                    new NewTopic(Topics.REJECTED.name(), 1, (short) 1),
                    new NewTopic("a-log", 1, (short) 1)))
            .all()
            .get();
      }
      reject(servers, Rejected.Reason.INVALID_UTF8, BYTES);
      reject(servers, Rejected.Reason.UNKNOWN_FORMAT, "{}".getBytes(StandardCharsets.UTF_8));

      String list = CommandLineRun.of("rejected", "list", "--bootstrap-servers", servers).out();
      CommandLineRun withText =
          CommandLineRun.of(
              "rejected",
              "list",
              "--bootstrap-servers",
              servers,
              "--text",
              "--reason",
              "invalid_utf8");
      CommandLineRun undecided =
          CommandLineRun.of("rejected", "resubmit", "--bootstrap-servers", servers);
      CommandLineRun sent =
          CommandLineRun.of("rejected", "resubmit", "--bootstrap-servers", servers, "0:0");

      assertThat(list).contains("0:0 ", "invalid_utf8", "a-log-0@7", "0:1 ", "2 records");
      assertThat(list).doesNotContain("secret");
      assertThat(withText.out()).contains("\\u001bsecret", "1 records");
      assertThat(undecided.err()).contains("say which: places, --reason or --from-topic");
      assertThat(sent.out()).isEqualTo("sent 1 records, 0 failed%n".formatted());
      assertThat(sent.exitCode()).isZero();
      ConsumerRecord<byte[], byte[]> back = only(servers);
      assertThat(back.value()).isEqualTo(BYTES);
      assertThat(back.key()).isEqualTo(new byte[] {1});
      assertThat(back.headers()).extracting(header -> header.key()).containsExactly("ce_id");
    }
  }

  private static void reject(String servers, Rejected.Reason reason, byte[] bytes)
      throws Exception {
    Rejected rejected = new Rejected(reason, "why", "a-log", 0, 7, bytes);
    RecordHeaders headers = new RecordHeaders();
    headers.add("ce_id", new byte[] {2});
    try (KafkaProducer<byte[], Rejected> producer =
        new KafkaProducer<>(
            Map.of("bootstrap.servers", servers),
            Topics.REJECTED.keys().serializer(),
            Topics.REJECTED.values().serializer())) {
      producer
          .send(
              new ProducerRecord<>(Topics.REJECTED.name(), null, new byte[] {1}, rejected, headers))
          .get();
    }
  }

  private static ConsumerRecord<byte[], byte[]> only(String servers) {
    List<ConsumerRecord<byte[], byte[]>> found = new ArrayList<>();
    Instant deadline = Instant.now().plusSeconds(30);
    try (KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(
            Map.of("bootstrap.servers", servers),
            new ByteArrayDeserializer(),
            new ByteArrayDeserializer())) {
      List<TopicPartition> partitions = List.of(new TopicPartition("a-log", 0));
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      while (found.isEmpty() && Instant.now().isBefore(deadline)) {
        consumer.poll(Duration.ofMillis(200)).forEach(found::add);
      }
    }
    assertThat(found).hasSize(1);
    return found.get(0);
  }
}
