package io.glasswatch.cli;

import io.glasswatch.contract.Topic;
import io.glasswatch.contract.config.KafkaConnection;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.Deserializer;

/** All committed records of a topic, from its beginning to where it ends when it is read. */
public record WholeTopic<K, V>(
    KafkaConnection kafka, String topic, Deserializer<K> keys, Deserializer<V> values) {

  private static final Duration POLL = Duration.ofMillis(200);
  private static final int PATIENCE_MILLIS = 15_000;

  /** Returns one of our topics, its keys and values as we write them. */
  public static <K, V> WholeTopic<K, V> of(KafkaConnection kafka, Topic<K, V> topic) {
    return new WholeTopic<>(
        kafka, topic.name(), topic.keys().deserializer(), topic.values().deserializer());
  }

  /**
   * Hands every record to {@code reader}, partition by partition in their order.
   *
   * @throws IOException if there is no such topic, or Kafka does not answer
   */
  public void forEach(Consumer<ConsumerRecord<K, V>> reader) throws IOException {
    try (KafkaConsumer<K, V> consumer = open()) {
      Set<TopicPartition> partitions = consumer.assignment();
      consumer.seekToBeginning(partitions);
      Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
      while (partitions.stream().anyMatch(p -> consumer.position(p) < ends.get(p))) {
        consumer.poll(POLL).forEach(reader);
      }
    }
  }

  /**
   * Returns a consumer of all the topic's partitions, which stands nowhere yet and is to be closed.
   *
   * @throws IOException if there is no such topic, or Kafka does not answer
   */
  public KafkaConsumer<K, V> open() throws IOException {
    KafkaConsumer<K, V> consumer =
        new KafkaConsumer<>(
            kafka.with(
                Map.of(
                    ConsumerConfig.ISOLATION_LEVEL_CONFIG,
                    "read_committed",
                    ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG,
                    false,
                    ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG,
                    PATIENCE_MILLIS)),
            keys,
            values);
    try {
      consumer.assign(partitions(consumer));
      return consumer;
    } catch (IOException e) {
      consumer.close();
      throw e;
    }
  }

  private List<TopicPartition> partitions(KafkaConsumer<K, V> consumer) throws IOException {
    try {
      List<PartitionInfo> partitions = consumer.partitionsFor(topic);
      if (partitions == null || partitions.isEmpty()) {
        throw new IOException(
            "there is no topic %s at %s".formatted(topic, kafka.bootstrapServers()));
      }
      return partitions.stream().map(p -> new TopicPartition(topic, p.partition())).toList();
    } catch (KafkaException e) {
      throw new IOException(
          "no topic %s could be read at %s: %s"
              .formatted(topic, kafka.bootstrapServers(), e.getMessage()),
          e);
    }
  }
}
