package io.glasswatch.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class EmbeddedClusterTest {

  private static final String TOPIC = "letters";
  private static final int PARTITIONS = 3;
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @TempDir Path dir;

  @Test
  void threeBrokersTakeWritesWhileOneIsDeadOrStandsStill() throws Exception {
    List<Integer> proxies = Ports.free(3).stream().map(Ports::behind).toList();
    try (EmbeddedCluster cluster = EmbeddedCluster.start(dir, proxies);
        Admin admin = Admin.create(client(cluster));
        KafkaProducer<String, String> producer =
            new KafkaProducer<>(client(cluster), new StringSerializer(), new StringSerializer())) {
      admin
          .createTopics(List.of(new NewTopic(TOPIC, Optional.of(PARTITIONS), Optional.empty())))
          .all()
          .get();
      awaitCopies(admin);
      assertThat(leastWritten(admin)).isEqualTo("2");

      send(producer, "all");
      EmbeddedKafka dead = cluster.brokers().get(0);
      dead.kill();
      send(producer, "dead");
      dead.restart();
      awaitCopies(admin);
      EmbeddedKafka still = cluster.brokers().get(1);
      still.pause();
      send(producer, "still");
      still.resume();

      assertThat(read(cluster, 3 * PARTITIONS)).hasSize(3 * PARTITIONS);
    }
  }

  /** Writes to each partition, whoever leads it, and waits until it is written. */
  private static void send(KafkaProducer<String, String> producer, String value) throws Exception {
    for (int partition = 0; partition < PARTITIONS; partition++) {
      producer
          .send(new ProducerRecord<>(TOPIC, partition, null, value))
          .get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    }
  }

  private static void awaitCopies(Admin admin) throws Exception {
    Instant end = Instant.now().plus(PATIENCE);
    while (copies(admin) < 3) {
      assertThat(Instant.now()).isBefore(end);
      TimeUnit.MILLISECONDS.sleep(100);
    }
  }

  private static int copies(Admin admin) throws Exception {
    TopicDescription found = admin.describeTopics(List.of(TOPIC)).allTopicNames().get().get(TOPIC);
    return found.partitions().stream().mapToInt(p -> p.isr().size()).min().orElse(0);
  }

  private static String leastWritten(Admin admin) throws Exception {
    ConfigResource topic = new ConfigResource(ConfigResource.Type.TOPIC, TOPIC);
    return admin
        .describeConfigs(List.of(topic))
        .all()
        .get()
        .get(topic)
        .get("min.insync.replicas")
        .value();
  }

  private static List<String> read(EmbeddedCluster cluster, int count) {
    List<String> values = new ArrayList<>();
    Instant end = Instant.now().plus(PATIENCE);
    try (KafkaConsumer<String, String> consumer =
        new KafkaConsumer<>(client(cluster), new StringDeserializer(), new StringDeserializer())) {
      List<TopicPartition> partitions =
          IntStream.range(0, PARTITIONS).mapToObj(p -> new TopicPartition(TOPIC, p)).toList();
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      while (values.size() < count && Instant.now().isBefore(end)) {
        consumer.poll(Duration.ofMillis(200)).forEach(record -> values.add(record.value()));
      }
    }
    return values;
  }

  private static Map<String, Object> client(EmbeddedCluster cluster) {
    // The default waits half a minute for a broker that stands still.
    return Map.of("bootstrap.servers", cluster.bootstrapServers(), "request.timeout.ms", 3_000);
  }
}
