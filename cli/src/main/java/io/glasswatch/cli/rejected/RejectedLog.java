package io.glasswatch.cli.rejected;

import io.glasswatch.contract.Rejected;
import io.glasswatch.contract.RejectedSerde;
import io.glasswatch.contract.Topics;
import io.glasswatch.contract.config.KafkaConnection;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Reads the topic of rejected records from its start to where it ends now. */
final class RejectedLog implements AutoCloseable {

  private static final Duration POLL = Duration.ofMillis(200);
  private static final int PATIENCE_MILLIS = 15_000;

  /**
   * One rejected record.
   *
   * @param place where it stands in the topic of rejected records, as {@code partition:offset}
   * @param rejected what was rejected
   * @param key the record's key, which may be null
   * @param headers the record's own headers
   */
  record Entry(String place, Rejected rejected, byte[] key, RecordHeaders headers) {

    /**
     * Returns the record as it first came, without its timestamp, to be sent where it came from.
     */
    ProducerRecord<byte[], byte[]> original() {
      return new ProducerRecord<>(rejected.topic(), null, key, rejected.bytes(), headers);
    }
  }

  /** Takes one entry after the other. */
  @FunctionalInterface
  interface Reader {
    void read(Entry entry);
  }

  private final Consumer<byte[], byte[]> consumer;
  private final KafkaConnection kafka;

  RejectedLog(KafkaConnection kafka) {
    this.kafka = kafka;
    this.consumer =
        new KafkaConsumer<>(
            kafka.with(
                Map.of(
                    ConsumerConfig.ISOLATION_LEVEL_CONFIG,
                    "read_committed",
                    ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG,
                    false,
                    ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG,
                    PATIENCE_MILLIS)),
            new ByteArrayDeserializer(),
            new ByteArrayDeserializer());
  }

  /** Hands every entry to {@code reader}; returns how many records are no entries of ours. */
  long read(Reader reader) throws IOException {
    List<TopicPartition> partitions =
        partitions().stream().map(p -> new TopicPartition(p.topic(), p.partition())).toList();
    consumer.assign(partitions);
    consumer.seekToBeginning(partitions);
    Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
    long foreign = 0;
    while (ends.entrySet().stream().anyMatch(e -> consumer.position(e.getKey()) < e.getValue())) {
      for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
        Optional<Entry> entry = entry(record);
        entry.ifPresent(reader::read);
        foreign += entry.isEmpty() ? 1 : 0;
      }
    }
    return foreign;
  }

  private List<PartitionInfo> partitions() throws IOException {
    try {
      List<PartitionInfo> partitions = consumer.partitionsFor(Topics.REJECTED.name());
      if (partitions == null || partitions.isEmpty()) {
        throw new IOException(
            "there is no topic %s at %s"
                .formatted(Topics.REJECTED.name(), kafka.bootstrapServers()));
      }
      return partitions;
    } catch (KafkaException e) {
      throw new IOException(
          "no topic %s could be read at %s: %s"
              .formatted(Topics.REJECTED.name(), kafka.bootstrapServers(), e.getMessage()),
          e);
    }
  }

  private static Optional<Entry> entry(ConsumerRecord<byte[], byte[]> record) {
    try {
      Rejected rejected =
          Topics.REJECTED
              .values()
              .deserializer()
              .deserialize(record.topic(), record.headers(), record.value());
      RecordHeaders own = new RecordHeaders();
      for (Header header : record.headers()) {
        if (!header.key().startsWith(RejectedSerde.PREFIX)) {
          own.add(header);
        }
      }
      String place = record.partition() + ":" + record.offset();
      return Optional.of(new Entry(place, rejected, record.key(), own));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  @Override
  public void close() {
    consumer.close();
  }
}
