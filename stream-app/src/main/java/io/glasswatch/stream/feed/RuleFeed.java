package io.glasswatch.stream.feed;

import io.glasswatch.contract.Topics;
import io.glasswatch.contract.config.KafkaConnection;
import io.glasswatch.stream.detect.rule.RuleBook;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Follows {@link Topics#RULES} and hands every pack to the {@link RuleBook}. Every instance reads
 * the whole topic: what stood in it when the app starts is in force before the first record.
 */
public final class RuleFeed implements AutoCloseable {

  private static final Logger LOGGER = LoggerFactory.getLogger(RuleFeed.class);
  private static final Duration POLL = Duration.ofMillis(500);
  private static final Duration PAUSE_AFTER_FAILURE = Duration.ofSeconds(1);

  private final Consumer<String, String> consumer;
  private final RuleBook book;
  private final RuleEvents events;
  private final Thread thread;
  private volatile boolean closed;
  private volatile Optional<Refusal> lastRefused = Optional.empty();

  private RuleFeed(Consumer<String, String> consumer, RuleBook book, RuleEvents events) {
    this.consumer = consumer;
    this.book = book;
    this.events = events;
    this.thread = new Thread(this::follow, "rules");
    this.thread.setDaemon(true);
  }

  /** Reads the packs that stand in the topic into {@code book}, then follows it. */
  public static RuleFeed start(KafkaConnection kafka, RuleBook book, RuleEvents events) {
    Consumer<String, String> consumer =
        new KafkaConsumer<>(
            kafka.with(Map.of(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed")),
            Topics.RULES.keys().deserializer(),
            Topics.RULES.values().deserializer());
    List<TopicPartition> partitions =
        consumer.partitionsFor(Topics.RULES.name()).stream()
            .map(p -> new TopicPartition(p.topic(), p.partition()))
            .toList();
    consumer.assign(partitions);
    consumer.seekToBeginning(partitions);
    RuleFeed feed = new RuleFeed(consumer, book, events);
    feed.readTo(consumer.endOffsets(partitions));
    feed.thread.start();
    return feed;
  }

  /** Returns the latest change that was not made, unless that pack was taken since. */
  public Optional<Refusal> lastRefused() {
    return lastRefused;
  }

  private void readTo(Map<TopicPartition, Long> ends) {
    while (ends.entrySet().stream().anyMatch(e -> consumer.position(e.getKey()) < e.getValue())) {
      consumer.poll(POLL).forEach(this::take);
    }
  }

  private void follow() {
    while (!closed) {
      try {
        consumer.poll(POLL).forEach(this::take);
      } catch (WakeupException e) {
        break;
      } catch (RuntimeException e) {
        LOGGER
            .atError()
            .addKeyValue("failure", e.getClass().getName())
            .log("cannot follow the rules; those in force stay");
        pause();
      }
    }
    consumer.close();
  }

  private void take(ConsumerRecord<String, String> record) {
    String pack = String.valueOf(record.key());
    RuleBook.Change change =
        record.value() == null ? book.remove(pack) : book.put(pack, record.value());
    if (change instanceof RuleBook.Change.Taken taken) {
      lastRefused = lastRefused.filter(refusal -> !refusal.pack().equals(pack));
      events.rulesTaken(pack, taken.hash());
    } else if (change instanceof RuleBook.Change.Refused refused) {
      lastRefused = Optional.of(new Refusal(pack, refused.reason(), Instant.now()));
      events.rulesRefused(pack, refused.reason());
    }
  }

  private static void pause() {
    try {
      Thread.sleep(PAUSE_AFTER_FAILURE.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    closed = true;
    consumer.wakeup();
    try {
      thread.join(PAUSE_AFTER_FAILURE.plus(POLL).toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
