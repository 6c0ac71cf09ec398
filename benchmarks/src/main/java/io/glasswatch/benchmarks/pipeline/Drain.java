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
 * @param instances of the application, all in this process, running and paused
 * @param quiet how long nothing may happen in them before they count as done
 */
public record Drain(List<KafkaStreams> instances, Duration quiet) {

  private static final Duration PATIENCE = Duration.ofMinutes(5);
  private static final long LOOK_NANOS = 1_000_000;

  public Drain {
    instances = List.copyOf(instances);
  }

  /** Pauses {@code instances}, which must be running. */
  public static Drain of(List<KafkaStreams> instances, Duration quiet) {
    instances.forEach(KafkaStreams::pause);
    return new Drain(instances, quiet);
  }

  /**
   * Starts {@code streams}, and pauses it once it has its partitions.
   *
   * @throws TimeoutException if it gets none
   */
  public static Drain start(KafkaStreams streams, Duration quiet)
      throws InterruptedException, TimeoutException {
    streams.start();
    long deadline = System.nanoTime() + Broker.PATIENCE.toNanos();
    while (streams.state() != KafkaStreams.State.RUNNING) {
      if (System.nanoTime() > deadline) {
        throw new TimeoutException("Kafka Streams did not start within " + Broker.PATIENCE);
      }
      TimeUnit.MILLISECONDS.sleep(20);
    }
    return of(List.of(streams), quiet);
  }

  /** Longer than a commit takes: a later stage sees nothing of an earlier one's before that. */
  public static Duration quiet(Duration commits) {
    return commits.multipliedBy(2).plusMillis(300);
  }

  /**
   * Works off {@code records} of the log, in all stages, and stands still again.
   *
   * @throws TimeoutException if it does not get done
   */
  public Cost run(long records) throws InterruptedException, TimeoutException {
    List<Metric> counters = counters();
    long before = sum(counters);
    long seen = before;
    Clocks previous = Clocks.ofProcess();
    Clocks first = previous;
    Clocks last = previous;
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    instances.forEach(KafkaStreams::resume);
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
    instances.forEach(KafkaStreams::pause);
    return last.since(first, records);
  }

  private List<Metric> counters() {
    List<Metric> counters =
        instances.stream()
            .flatMap(streams -> streams.metrics().values().stream())
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
