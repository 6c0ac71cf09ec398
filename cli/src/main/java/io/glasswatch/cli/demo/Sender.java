package io.glasswatch.cli.demo;

import io.glasswatch.cli.demo.traffic.Arrival;
import io.glasswatch.contract.Topics;
import io.glasswatch.contract.config.KafkaConnection;
import java.util.Map;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;

/** Writes the demo's traffic to the log. */
final class Sender implements AutoCloseable {

  private static final int PATIENCE_MILLIS = 15_000;

  private final KafkaProducer<byte[], byte[]> producer;

  Sender(KafkaConnection kafka) {
    this.producer =
        new KafkaProducer<>(
            kafka.with(
                Map.of(
                    ProducerConfig.LINGER_MS_CONFIG,
                    20,
                    ProducerConfig.MAX_BLOCK_MS_CONFIG,
                    PATIENCE_MILLIS)),
            Topics.INTERACTIONS.keys().serializer(),
            Topics.INTERACTIONS.values().serializer());
  }

  /** Sends {@code arrival}; {@code outcome} hears where it lies, or why it does not. */
  void send(Arrival arrival, Callback outcome) {
    var unused =
        producer.send(new ProducerRecord<>(Topics.INTERACTIONS.name(), arrival.value()), outcome);
  }

  void flush() {
    producer.flush();
  }

  @Override
  public void close() {
    producer.close();
  }
}
