package io.glasswatch.stream.audit;

import io.glasswatch.contract.Topic;
import io.glasswatch.contract.Topics;
import io.glasswatch.contract.config.KafkaConnection;
import io.glasswatch.stream.audit.log.AuditLog;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** The logs and their checkpoints as they lie in Kafka: committed records only. */
public final class LogTopic implements AuditLog, AutoCloseable {

  private static final Duration POLL = Duration.ofMillis(200);

  private final KafkaConsumer<byte[], byte[]> consumer;

  private LogTopic(KafkaConsumer<byte[], byte[]> consumer) {
    this.consumer = consumer;
  }

  /** Opens the logs of the Kafka that {@code kafka} leads to. */
  public static LogTopic open(KafkaConnection kafka) {
    return new LogTopic(
        new KafkaConsumer<>(
            kafka.with(
                Map.of(
                    ConsumerConfig.ISOLATION_LEVEL_CONFIG,
                    "read_committed",
                    ConsumerConfig.AUTO_OFFSET_RESET_CONFIG,
                    "earliest")),
            new ByteArrayDeserializer(),
            new ByteArrayDeserializer()));
  }

  @Override
  public SortedSet<Integer> partitions() {
    SortedSet<Integer> found = new TreeSet<>();
    for (PartitionInfo info : consumer.partitionsFor(Topics.AUDIT.name())) {
      found.add(info.partition());
    }
    return found;
  }

  @Override
  public void entries(int partition, Consumer<byte[]> reader) {
    read(Topics.AUDIT, partition, 0, reader);
  }

  @Override
  public List<String> checkpoints(int partition) {
    return checkpoints(partition, 0);
  }

  /** Returns the last signed checkpoint of one partition. */
  public Optional<String> lastCheckpoint(int partition) {
    TopicPartition topic = new TopicPartition(Topics.AUDIT_CHECKPOINTS.name(), partition);
    long end = consumer.endOffsets(List.of(topic)).get(topic);
    List<String> latest = checkpoints(partition, Math.max(0, end - 1));
    return latest.isEmpty() ? Optional.empty() : Optional.of(latest.get(latest.size() - 1));
  }

  private List<String> checkpoints(int partition, long from) {
    List<String> notes = new ArrayList<>();
    read(
        Topics.AUDIT_CHECKPOINTS,
        partition,
        from,
        bytes ->
            notes.add(
                Topics.AUDIT_CHECKPOINTS
                    .values()
                    .deserializer()
                    .deserialize(Topics.AUDIT_CHECKPOINTS.name(), bytes)));
    return notes;
  }

  private void read(Topic<?, ?> topic, int number, long from, Consumer<byte[]> reader) {
    TopicPartition partition = new TopicPartition(topic.name(), number);
    consumer.assign(List.of(partition));
    long end = consumer.endOffsets(List.of(partition)).get(partition);
    long start = consumer.beginningOffsets(List.of(partition)).get(partition);
    consumer.seek(partition, Math.max(start, from));
    while (consumer.position(partition) < end) {
      for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
        reader.accept(record.value() == null ? new byte[0] : record.value());
      }
    }
  }

  @Override
  public void close() {
    consumer.close();
  }
}
