package io.glasswatch.explainer.intake;

import io.glasswatch.contract.ExplanationRequest;
import io.glasswatch.contract.Topics;
import io.glasswatch.explainer.metrics.WorkerMetrics;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.CommitFailedException;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RebalanceInProgressException;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.WakeupException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads requests into the queue, pauses while it is full, and commits what has been answered.
 *
 * <p>The consumer is touched by the thread in {@link #run} alone; {@link #stop} only wakes it.
 */
public final class Intake implements Runnable {

  private static final Logger LOGGER = LoggerFactory.getLogger(Intake.class);
  private static final Duration POLL = Duration.ofMillis(200);

  private final Consumer<byte[], byte[]> consumer;
  private final RequestQueue queue;
  private final OffsetLedger ledger;
  private final WorkerMetrics metrics;
  private final Clock clock = Clock.systemUTC();
  private volatile boolean running = true;
  private volatile boolean reading = true;
  private boolean paused;

  public Intake(
      Consumer<byte[], byte[]> consumer,
      RequestQueue queue,
      OffsetLedger ledger,
      WorkerMetrics metrics) {
    this.consumer = consumer;
    this.queue = queue;
    this.ledger = ledger;
    this.metrics = metrics;
  }

  @Override
  public void run() {
    try (consumer) {
      consumer.subscribe(List.of(Topics.EXPLANATION_REQUESTS.name()), new Handover());
      while (running) {
        pauseOrResume();
        read(consumer.poll(POLL));
        commit();
      }
      commit();
    } catch (WakeupException e) {
      LOGGER.atDebug().log("intake woken to stop");
    }
  }

  /** Reads no more, but goes on committing: what is under way may still be answered. */
  public void stopReading() {
    reading = false;
  }

  /** Ends {@link #run} after a last commit. */
  public void stop() {
    running = false;
  }

  private void pauseOrResume() {
    if (!reading || (!paused && queue.full())) {
      consumer.pause(consumer.assignment());
      paused = true;
    } else if (paused && queue.roomy()) {
      consumer.resume(consumer.paused());
      paused = false;
    }
    metrics.queued(queue.size());
  }

  private void read(ConsumerRecords<byte[], byte[]> records) {
    List<Pending> requests = new ArrayList<>();
    for (ConsumerRecord<byte[], byte[]> record : records) {
      TopicPartition partition = new TopicPartition(record.topic(), record.partition());
      ledger.read(partition, record.offset());
      try {
        String key =
            Topics.EXPLANATION_REQUESTS.keys().deserializer().deserialize("", record.key());
        ExplanationRequest request =
            Topics.EXPLANATION_REQUESTS.values().deserializer().deserialize("", record.value());
        if (request == null) {
          throw new SerializationException("request is empty");
        }
        requests.add(new Pending(key, request, partition, record.offset(), clock.instant()));
        metrics.read();
      } catch (RuntimeException e) {
        // Nobody could be answered: whose request it was cannot be read either.
        metrics.unreadable();
        ledger.done(partition, record.offset());
        LOGGER
            .atWarn()
            .addKeyValue("partition", record.partition())
            .addKeyValue("offset", record.offset())
            .addKeyValue("error", e.getClass().getSimpleName())
            .log("request cannot be read");
      }
    }
    queue.add(requests);
  }

  /**
   * Commits what is answered. What Kafka does not take is committed with what follows, or read and
   * answered again by the worker that has the partition now: one that stood still for longer than
   * its session learns here that it lost it.
   */
  private void commit() {
    Map<TopicPartition, OffsetAndMetadata> offsets = ledger.committable();
    if (offsets.isEmpty()) {
      return;
    }
    try {
      consumer.commitSync(offsets);
      ledger.committed(offsets);
    } catch (CommitFailedException | RebalanceInProgressException | TimeoutException e) {
      metrics.uncommitted();
      LOGGER
          .atWarn()
          .addKeyValue("partitions", offsets.size())
          .addKeyValue("error", e.getClass().getSimpleName())
          .log("what was answered is not committed");
    }
  }

  /** Gives partitions away with all that was answered committed and nothing kept. */
  private final class Handover implements ConsumerRebalanceListener {

    @Override
    public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
      commit();
      onPartitionsLost(partitions);
    }

    @Override
    public void onPartitionsLost(Collection<TopicPartition> partitions) {
      queue.forget(partitions);
      ledger.forget(partitions);
    }

    @Override
    public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
      if (paused) {
        consumer.pause(partitions);
      }
    }
  }
}
