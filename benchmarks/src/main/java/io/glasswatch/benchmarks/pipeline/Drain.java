package io.glasswatch.benchmarks.pipeline;

import io.glasswatch.benchmarks.harness.Clocks;
import io.glasswatch.benchmarks.harness.Cost;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.common.Metric;
import org.apache.kafka.streams.KafkaStreams;

/**
 * An application of Kafka Streams that stands still until it is told to work off what has come in.
 * The clock runs from the first record that it processes to the last, in whichever stage; starting
 * up and waiting for nothing are not in it.
 *
 * @param streams the application, running and paused
 * @param quiet how long nothing may happen in it before it counts as done
 */
record Drain(KafkaStreams streams, Duration quiet) {

  private static final Duration PATIENCE = Duration.ofMinutes(5);
  private static final long LOOK_NANOS = 1_000_000;

  /** Pauses {@code streams}, which must be running. */
  static Drain of(KafkaStreams streams, Duration quiet) {
    streams.pause();
    return new Drain(streams, quiet);
  }

  /**
   * Works off {@code records} of the log, in all stages, and stands still again.
   *
   * @throws TimeoutException if it does not get done
   */
  Cost run(long records) throws InterruptedException, TimeoutException {
    List<Metric> counters = counters();
    long before = sum(counters);
    long seen = before;
    Clocks previous = Clocks.ofProcess();
    Clocks first = previous;
    Clocks last = previous;
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    streams.resume();
    do {
      TimeUnit.NANOSECONDS.sleep(LOOK_NANOS);
      long processed = sum(counters);
      Clocks now = Clocks.ofProcess();
      if (processed != seen) {
        first = seen == before ? previous : first;
        last = now;
        seen = processed;
      }
      previous = now;
      if (now.wallNanos() > deadline) {
        throw new TimeoutException(
            "of %d records %d were processed in %s"
                .formatted(records, processed - before, PATIENCE));
      }
    } while (seen - before < records || previous.wallNanos() - last.wallNanos() < quiet.toNanos());
    streams.pause();
    return last.since(first, records);
  }

  private List<Metric> counters() {
    List<Metric> counters =
        streams.metrics().values().stream()
            .filter(m -> m.metricName().name().equals("process-total"))
            .filter(m -> m.metricName().group().equals("stream-thread-metrics"))
            .<Metric>map(m -> m)
            .toList();
    if (counters.isEmpty()) {
      throw new IllegalStateException("Kafka Streams does not count what it processes");
    }
    return counters;
  }

  private static long sum(List<Metric> counters) {
    double sum = 0;
    for (Metric counter : counters) {
      sum += (Double) counter.metricValue();
    }
    return (long) sum;
  }
}
