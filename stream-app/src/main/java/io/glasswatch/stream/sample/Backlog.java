package io.glasswatch.stream.sample;

import io.glasswatch.contract.Topics;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How many explanation requests wait for the workers: those that they have not yet committed. It is
 * asked for now and then in the background, so that reading it costs nothing.
 */
public final class Backlog implements LongSupplier, AutoCloseable {

  private static final Logger LOGGER = LoggerFactory.getLogger(Backlog.class);
  private static final Duration EVERY = Duration.ofSeconds(2);
  private static final long PATIENCE_SECONDS = 10;

  private final Admin admin;
  private final ScheduledExecutorService asking;
  private volatile long waiting;

  private Backlog(Admin admin) {
    this.admin = admin;
    this.asking =
        Executors.newSingleThreadScheduledExecutor(
            task -> {
              Thread thread = new Thread(task, "backlog");
              thread.setDaemon(true);
              return thread;
            });
  }

  /** Starts asking; {@code admin} is closed with this. */
  @SuppressWarnings("FutureReturnValueIgnored")
  public static Backlog of(Admin admin) {
    Backlog backlog = new Backlog(admin);
    backlog.asking.scheduleWithFixedDelay(backlog::ask, 0, EVERY.toMillis(), TimeUnit.MILLISECONDS);
    return backlog;
  }

  @Override
  public long getAsLong() {
    return waiting;
  }

  @Override
  public void close() {
    asking.shutdownNow();
    admin.close();
  }

  /** A failure keeps the last known number: sampling must not stop because Kafka is slow. */
  private void ask() {
    try {
      waiting = count();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException | TimeoutException | RuntimeException e) {
      LOGGER.atWarn().addKeyValue("failure", e.getClass().getName()).log("backlog unknown");
    }
  }

  private long count() throws ExecutionException, InterruptedException, TimeoutException {
    Map<TopicPartition, OffsetAndMetadata> committed =
        admin
            .listConsumerGroupOffsets(Topics.EXPLAINER_GROUP)
            .partitionsToOffsetAndMetadata()
            .get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    Map<TopicPartition, OffsetSpec> ends = new HashMap<>();
    committed.keySet().stream()
        .filter(p -> p.topic().equals(Topics.EXPLANATION_REQUESTS.name()))
        .forEach(p -> ends.put(p, OffsetSpec.latest()));
    Map<TopicPartition, ListOffsetsResultInfo> latest =
        admin.listOffsets(ends).all().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    return latest.entrySet().stream()
        .mapToLong(e -> e.getValue().offset() - committed.get(e.getKey()).offset())
        .map(lag -> Math.max(0, lag))
        .sum();
  }
}
