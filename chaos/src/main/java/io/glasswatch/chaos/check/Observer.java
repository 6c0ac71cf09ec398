package io.glasswatch.chaos.check;

import io.glasswatch.contract.Topics;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * Reads every topic from its start while the run goes on, as others see it: committed records only.
 * It reads our internal topics too, which are cut short once they are read.
 */
public final class Observer implements AutoCloseable {

  private static final Duration POLL = Duration.ofMillis(100);
  private static final Duration LOOK = Duration.ofSeconds(2);

  private final KafkaConsumer<byte[], byte[]> consumer;
  private final Outcomes outcomes = new Outcomes();
  private final Set<TopicPartition> known = new HashSet<>();
  private final Thread thread = new Thread(this::run, "observer");
  private volatile boolean closing;
  private Instant looked = Instant.MIN;

  private Observer(String bootstrapServers) {
    consumer =
        new KafkaConsumer<>(
            Map.of(
                ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
                bootstrapServers,
                ConsumerConfig.ISOLATION_LEVEL_CONFIG,
                "read_committed",
                ConsumerConfig.AUTO_OFFSET_RESET_CONFIG,
                "earliest",
                ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG,
                3_000,
                ConsumerConfig.REQUEST_TIMEOUT_MS_CONFIG,
                2_500),
            new ByteArrayDeserializer(),
            new ByteArrayDeserializer());
  }

  /** Starts to read. */
  public static Observer start(String bootstrapServers) {
    Observer observer = new Observer(bootstrapServers);
    observer.thread.start();
    return observer;
  }

  public Outcomes outcomes() {
    return outcomes;
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

  private void run() {
    while (!closing) {
      if (Instant.now().isAfter(looked.plus(LOOK))) {
        look();
      }
      if (!known.isEmpty()) {
        ConsumerRecords<byte[], byte[]> records = consumer.poll(POLL);
        records.forEach(record -> outcomes.note(record, Instant.now()));
      }
    }
  }

  /** Adds partitions that are new. A broker that is down, on purpose, is asked again later. */
  private void look() {
    try {
      List<TopicPartition> found =
          consumer.listTopics().entrySet().stream()
              .filter(topic -> isWatched(topic.getKey()))
              .flatMap(topic -> topic.getValue().stream())
              .map(info -> new TopicPartition(info.topic(), info.partition()))
              .toList();
      if (known.addAll(found)) {
        consumer.assign(known);
      }
    } catch (TimeoutException e) {
      // It will be up again.
    }
    looked = Instant.now();
  }

  private static boolean isWatched(String topic) {
    return !topic.startsWith("__") && !topic.equals(Topics.INTERACTIONS.name());
  }
}
