package io.glasswatch.cli.demo;

import io.glasswatch.contract.Assessment;
import io.glasswatch.contract.Case;
import io.glasswatch.contract.Rejected;
import io.glasswatch.contract.Topic;
import io.glasswatch.contract.Topics;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** What became of records that are sent from now on, as a consumer of the topics sees it. */
final class Fate implements AutoCloseable {

  private final KafkaConsumer<byte[], byte[]> consumer;
  private final List<Assessment> assessed = new ArrayList<>();
  private final List<Rejected> rejected = new ArrayList<>();
  private final List<Case> cases = new ArrayList<>();

  Fate(String bootstrapServers) {
    consumer =
        new KafkaConsumer<>(
            Map.of(
                ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
                bootstrapServers,
                ConsumerConfig.ISOLATION_LEVEL_CONFIG,
                "read_committed"),
            new ByteArrayDeserializer(),
            new ByteArrayDeserializer());
    List<TopicPartition> partitions =
        Stream.of(Topics.ASSESSMENTS, Topics.REJECTED, Topics.CASES)
            .flatMap(topic -> consumer.partitionsFor(topic.name()).stream())
            .map(info -> new TopicPartition(info.topic(), info.partition()))
            .toList();
    consumer.assign(partitions);
    consumer.seekToEnd(partitions);
    partitions.forEach(consumer::position);
  }

  /** Reads until {@code known} holds or {@code patience} is over. */
  void readUntil(Predicate<Fate> known, Duration patience) {
    Instant deadline = Instant.now().plus(patience);
    while (!known.test(this) && Instant.now().isBefore(deadline)) {
      for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(200))) {
        note(record);
      }
    }
  }

  List<Assessment> assessed() {
    return assessed;
  }

  List<Rejected> rejected() {
    return rejected;
  }

  /** Returns the last word on every case, by interaction. */
  Map<String, Case> cases() {
    Map<String, Case> latest = new HashMap<>();
    cases.forEach(item -> latest.put(item.interaction().id(), item));
    return latest;
  }

  private void note(ConsumerRecord<byte[], byte[]> record) {
    if (record.topic().equals(Topics.ASSESSMENTS.name())) {
      assessed.add(value(Topics.ASSESSMENTS, record));
    } else if (record.topic().equals(Topics.REJECTED.name())) {
      rejected.add(value(Topics.REJECTED, record));
    } else {
      cases.add(value(Topics.CASES, record));
    }
  }

  private static <V> V value(Topic<?, V> topic, ConsumerRecord<byte[], byte[]> record) {
    return topic
        .values()
        .deserializer()
        .deserialize(topic.name(), record.headers(), record.value());
  }

  @Override
  public void close() {
    consumer.close();
  }
}
