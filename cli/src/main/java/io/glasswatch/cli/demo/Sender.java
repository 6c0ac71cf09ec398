package io.glasswatch.cli.demo;

import io.glasswatch.cli.demo.report.Ledger;
import io.glasswatch.cli.demo.traffic.Arrival;
import io.glasswatch.contract.Topics;
import io.glasswatch.contract.config.KafkaConnection;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;

/** Writes the demo's traffic to the log and notes what was acknowledged, and where it lies. */
final class Sender implements AutoCloseable {

  private final KafkaProducer<byte[], byte[]> producer;
  private final Ledger ledger;

  Sender(KafkaConnection kafka, Ledger ledger) {
    this.ledger = ledger;
    this.producer =
        new KafkaProducer<>(
            kafka.with(Map.of(ProducerConfig.LINGER_MS_CONFIG, 20)),
            Topics.INTERACTIONS.keys().serializer(),
            Topics.INTERACTIONS.values().serializer());
  }

  void send(Arrival arrival) {
    var unused =
        producer.send(
            new ProducerRecord<>(Topics.INTERACTIONS.name(), arrival.value()),
            (metadata, failure) -> {
              if (failure == null) {
                ledger.sent(
                    metadata.partition(), metadata.offset(), arrival.malformed(), arrival.at());
              } else {
                ledger.failed();
              }
            });
  }

  void flush() {
    producer.flush();
  }

  @Override
  public void close() {
    producer.close();
  }
}
