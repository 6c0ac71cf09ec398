package io.glasswatch.stream;

import io.glasswatch.contract.Topics;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;

/** Writes single records and waits until each is stored. */
final class TopicWriter {

  private TopicWriter() {}

  /** Writes an interaction as the serving fleet would: without a key. */
  static void interaction(String bootstrapServers, String json)
      throws ExecutionException, InterruptedException {
    write(bootstrapServers, new ProducerRecord<>(Topics.INTERACTIONS.name(), json));
  }

  static void write(String bootstrapServers, ProducerRecord<String, String> written)
      throws ExecutionException, InterruptedException {
    try (KafkaProducer<String, String> producer =
        new KafkaProducer<>(
            Map.of("bootstrap.servers", bootstrapServers),
            new StringSerializer(),
            new StringSerializer())) {
      producer.send(written).get();
    }
  }
}
