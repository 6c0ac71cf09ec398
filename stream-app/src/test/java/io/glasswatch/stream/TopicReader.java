package io.glasswatch.stream;

import io.glasswatch.contract.Topic;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;

/** Reads a topic from its start, as others see it: committed records only. */
public final class TopicReader<K, V> implements AutoCloseable {

  private final KafkaConsumer<K, V> consumer;
  private final List<V> values = new ArrayList<>();

  public TopicReader(String bootstrapServers, Topic<K, V> topic) {
    consumer =
        new KafkaConsumer<>(
            Map.of(
                ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
                bootstrapServers,
                ConsumerConfig.ISOLATION_LEVEL_CONFIG,
                "read_committed",
                ConsumerConfig.AUTO_OFFSET_RESET_CONFIG,
                "earliest"),
            topic.keys().deserializer(),
            topic.values().deserializer());
    List<TopicPartition> partitions =
        consumer.partitionsFor(topic.name()).stream()
            .map(p -> new TopicPartition(p.topic(), p.partition()))
            .toList();
    consumer.assign(partitions);
    consumer.seekToBeginning(partitions);
  }

  /** Reads on until {@code enough} is true of all values so far; returns them. */
  public List<V> readUntil(Predicate<List<V>> enough, Duration patience) {
    Instant end = Instant.now().plus(patience);
    while (!enough.test(values)) {
      if (Instant.now().isAfter(end)) {
        throw new AssertionError("only %d values after %s".formatted(values.size(), patience));
      }
      readOn();
    }
    return List.copyOf(values);
  }

  /** Reads on until {@code of} was that many different things; keeps none of the values. */
  public void readUntilDistinct(Function<V, ?> of, int count, Duration patience) {
    Instant end = Instant.now().plus(patience);
    Set<Object> seen = new HashSet<>();
    while (seen.size() < count) {
      if (Instant.now().isAfter(end)) {
        throw new AssertionError("only %d of %d after %s".formatted(seen.size(), count, patience));
      }
      consumer.poll(Duration.ofMillis(200)).forEach(record -> seen.add(of.apply(record.value())));
    }
  }

  /** Reads on until nothing has come for {@code quiet}; returns all values so far. */
  public List<V> readUntilQuiet(Duration quiet) {
    Instant last = Instant.now();
    while (Instant.now().isBefore(last.plus(quiet))) {
      if (readOn()) {
        last = Instant.now();
      }
    }
    return List.copyOf(values);
  }

  private boolean readOn() {
    int before = values.size();
    consumer.poll(Duration.ofMillis(200)).forEach(record -> values.add(record.value()));
    return values.size() > before;
  }

  @Override
  public void close() {
    consumer.close();
  }
}
