package io.glasswatch.cli.replay;

import io.glasswatch.cli.Lines;
import io.glasswatch.contract.Require;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * Sends every line of a log to a topic, one record a line.
 *
 * @param topic where to
 * @param rate records a second, or 0 for as fast as Kafka takes them
 */
public record Replay(String topic, double rate) {

  public Replay {
    Require.notBlank(topic, "topic");
    Require.that(Double.isFinite(rate) && rate >= 0, "rate must be at least 0, but was %s", rate);
  }

  /**
   * What became of a log.
   *
   * @param sent records that Kafka acknowledged
   * @param failed records that it did not
   * @param took from the first record to the last acknowledgement
   * @param firstFailure why the first of the failed did
   */
  public record Outcome(long sent, long failed, Duration took, Optional<String> firstFailure) {}

  /** Sends all lines of {@code log} and waits until each is acknowledged or has failed. */
  public Outcome run(InputStream log, Producer<byte[], byte[]> producer) throws IOException {
    AtomicLong sent = new AtomicLong();
    AtomicLong failed = new AtomicLong();
    AtomicReference<Optional<String>> firstFailure = new AtomicReference<>(Optional.empty());
    long start = System.nanoTime();
    Lines lines = new Lines(log);
    long count = 0;
    for (Optional<byte[]> line = lines.next(); line.isPresent(); line = lines.next()) {
      awaitTurn(start, count++);
      var unused =
          producer.send(
              new ProducerRecord<>(topic, line.orElseThrow()),
              (metadata, failure) -> {
                if (failure == null) {
                  sent.incrementAndGet();
                } else if (failed.getAndIncrement() == 0) {
                  firstFailure.set(Optional.of(failure.getMessage()));
                }
              });
    }
    producer.flush();
    Duration took = Duration.ofNanos(System.nanoTime() - start);
    return new Outcome(sent.get(), failed.get(), took, firstFailure.get());
  }

  private void awaitTurn(long start, long index) {
    if (rate == 0) {
      return;
    }
    long due = start + (long) (index / rate * 1e9);
    for (long left = due - System.nanoTime(); left > 0; left = due - System.nanoTime()) {
      LockSupport.parkNanos(left);
    }
  }
}
