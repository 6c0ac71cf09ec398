package io.glasswatch.cli;

import io.glasswatch.contract.Operation;
import io.glasswatch.contract.Topics;
import io.glasswatch.contract.config.KafkaConnection;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.consumer.KafkaConsumer;

/** What is done with the system after this was opened: how a command hears what became of it. */
public final class OperationsFromNow implements AutoCloseable {

  private static final Duration POLL = Duration.ofMillis(200);

  private final KafkaConsumer<String, Operation> consumer;

  private OperationsFromNow(KafkaConsumer<String, Operation> consumer) {
    this.consumer = consumer;
  }

  /**
   * Opens the topic of operations at its end.
   *
   * @throws IOException if there is no such topic, or Kafka does not answer
   */
  public static OperationsFromNow open(KafkaConnection kafka) throws IOException {
    KafkaConsumer<String, Operation> consumer = WholeTopic.of(kafka, Topics.OPERATIONS).open();
    consumer.seekToEnd(consumer.assignment());
    consumer.assignment().forEach(consumer::position);
    return new OperationsFromNow(consumer);
  }

  /** Returns what has come since the last call, after waiting a moment if it is nothing. */
  public List<Operation> next() {
    List<Operation> operations = new ArrayList<>();
    consumer.poll(POLL).forEach(record -> operations.add(record.value()));
    return operations;
  }

  @Override
  public void close() {
    consumer.close();
  }
}
