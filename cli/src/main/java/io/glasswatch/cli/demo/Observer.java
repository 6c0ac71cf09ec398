package io.glasswatch.cli.demo;

import io.glasswatch.cli.demo.report.Ledger;
import io.glasswatch.contract.Alert;
import io.glasswatch.contract.Topic;
import io.glasswatch.contract.Topics;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Reads what the stream app writes, as any consumer could, and notes it in the {@link Ledger}. */
final class Observer implements AutoCloseable {

  private static final Duration POLL = Duration.ofMillis(100);

  private final KafkaConsumer<byte[], byte[]> consumer;
  private final Map<String, Consumer<ConsumerRecord<byte[], byte[]>>> readers;
  private final Ledger ledger;
  private final Screen screen;
  private final String url;
  private final Thread thread = new Thread(this::read, "observer");
  private volatile boolean closing;
  private volatile Optional<RuntimeException> failure = Optional.empty();

  private Observer(Demo demo, Ledger ledger, Screen screen) {
    this.ledger = ledger;
    this.screen = screen;
    this.url = demo.url();
    this.readers =
        Map.of(
            Topics.ASSESSMENTS.name(), record -> ledger.assessed(value(Topics.ASSESSMENTS, record)),
            Topics.REJECTED.name(),
                record -> ledger.rejected(value(Topics.REJECTED, record), Instant.now()),
            Topics.CASES.name(), record -> ledger.closed(value(Topics.CASES, record)),
            Topics.ALERTS.name(), record -> alert(value(Topics.ALERTS, record)));
    this.consumer =
        new KafkaConsumer<>(
            demo.observer().with(Map.of(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed")),
            new ByteArrayDeserializer(),
            new ByteArrayDeserializer());
  }

  /** Starts to read all that is written from now on. */
  static Observer start(Demo demo, Ledger ledger, Screen screen) {
    Observer observer = new Observer(demo, ledger, screen);
    List<TopicPartition> partitions =
        observer.readers.keySet().stream()
            .flatMap(
                topic ->
                    observer.consumer.partitionsFor(topic).stream()
                        .map(info -> new TopicPartition(topic, info.partition())))
            .toList();
    observer.consumer.assign(partitions);
    observer.consumer.seekToEnd(partitions);
    Stream.of(partitions).flatMap(List::stream).forEach(observer.consumer::position);
    observer.thread.start();
    return observer;
  }

  /** Fails if reading has failed. */
  void failIfBroken() {
    failure.ifPresent(
        e -> {
          throw new IllegalStateException("the observer failed: " + e.getMessage(), e);
        });
  }

  @Override
  public void close() {
    closing = true;
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    consumer.close();
  }

  private void read() {
    try {
      while (!closing) {
        for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
          readers.get(record.topic()).accept(record);
        }
      }
    } catch (RuntimeException e) {
      failure = Optional.of(e);
    }
  }

  private void alert(Alert alert) {
    ledger
        .alerted(alert, Instant.now())
        .ifPresent(
            incident -> {
              screen.event(
                  "ALERT     %s on %s, %s: the %s"
                      .formatted(alert.name(), alert.model(), alert.segment(), incident.title()));
              alert
                  .interaction()
                  .ifPresent(id -> screen.event("          %s/cases/%s".formatted(url, id)));
            });
  }

  private static <V> V value(Topic<?, V> topic, ConsumerRecord<byte[], byte[]> record) {
    return topic
        .values()
        .deserializer()
        .deserialize(topic.name(), record.headers(), record.value());
  }
}
