package io.glasswatch.cli.rejected;

import io.glasswatch.cli.WholeTopic;
import io.glasswatch.contract.Rejected;
import io.glasswatch.contract.RejectedSerde;
import io.glasswatch.contract.Topics;
import io.glasswatch.contract.config.KafkaConnection;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Reads the topic of rejected records from its start to where it ends now. */
record RejectedLog(KafkaConnection kafka) {

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

  /** Hands every entry to {@code reader}; returns how many records are no entries of ours. */
  long read(Reader reader) throws IOException {
    AtomicLong foreign = new AtomicLong();
    new WholeTopic<>(
            kafka, Topics.REJECTED.name(), new ByteArrayDeserializer(), new ByteArrayDeserializer())
        .forEach(
            record -> {
              Optional<Entry> entry = entry(record);
              entry.ifPresent(reader::read);
              foreign.addAndGet(entry.isEmpty() ? 1 : 0);
            });
    return foreign.get();
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
}
