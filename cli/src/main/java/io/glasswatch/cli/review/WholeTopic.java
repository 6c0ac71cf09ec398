package io.glasswatch.cli.review;

import io.glasswatch.contract.Topic;
import io.glasswatch.contract.config.KafkaConnection;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;

/** All committed records of a topic, from its beginning to where it ends now. */
record WholeTopic<K, V>(KafkaConnection kafka, Topic<K, V> topic) {

  private static final Duration POLL = Duration.ofMillis(200);

  void forEach(Consumer<V> value) {
    try (KafkaConsumer<K, V> consumer =
        new KafkaConsumer<>(
            kafka.with(Map.of(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed")),
            topic.keys().deserializer(),
            topic.values().deserializer())) {
      List<TopicPartition> partitions =
          consumer.partitionsFor(topic.name()).stream()
              .map(p -> new TopicPartition(p.topic(), p.partition()))
              .toList();
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
      while (partitions.stream().anyMatch(p -> consumer.position(p) < ends.get(p))) {
        for (ConsumerRecord<K, V> record : consumer.poll(POLL)) {
          value.accept(record.value());
        }
      }
    }
  }
}
