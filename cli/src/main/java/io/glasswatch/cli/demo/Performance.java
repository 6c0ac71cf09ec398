package io.glasswatch.cli.demo;

import io.glasswatch.cli.demo.report.DemoReport;
import io.glasswatch.cli.demo.report.Ledger;
import io.glasswatch.cli.demo.traffic.Arrival;
import io.glasswatch.cli.demo.traffic.Incident;
import io.glasswatch.cli.demo.traffic.Story;
import io.glasswatch.cli.demo.traffic.Traffic;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.Callback;

/**
 * One telling of a {@link Story}: sends its traffic in real time, watches what comes out, and
 * reports.
 */
public final class Performance {

  /** What differs from the defaults so that a story of minutes shows what else takes days. */
  public static Map<String, String> settings(Story story) {
    return Map.of(
        "PARTITIONS",
        "2",
        "DRIFT_WINDOW",
        story.window().toString(),
        "DRIFT_GRACE",
        "PT1S",
        "DRIFT_MIN_RECORDS",
        Integer.toString(MIN_RECORDS),
        "DRIFT_REFERENCE_RECORDS",
        Integer.toString(REFERENCE_RECORDS),
        "EXPLANATION_DEADLINE",
        "PT1M",
        "AUDIT_CHECKPOINT_INTERVAL",
        "PT1S");
  }

  /** A third of a model's window: what one tenant has in it, and a little less. */
  private static final int MIN_RECORDS = 50;

  private static final int REFERENCE_RECORDS = 250;
  private static final Duration DRAIN_PATIENCE = Duration.ofSeconds(75);
  private static final Duration STATUS_INTERVAL = Duration.ofSeconds(1);
  private static final Duration SETTLE_INTERVAL = Duration.ofMillis(200);

  private final Story story;
  private final boolean endless;
  private final Screen screen;
  private final CountDownLatch stop;

  /**
   * @param endless whether traffic goes on after the story until {@code stop}
   * @param stop counted down by whoever wants it to end early
   */
  public Performance(Story story, boolean endless, Screen screen, CountDownLatch stop) {
    this.story = story;
    this.endless = endless;
    this.screen = screen;
    this.stop = stop;
  }

  /** Tells the story to {@code demo} and returns what came of it. */
  public DemoReport in(Demo demo) throws InterruptedException {
    Ledger ledger = new Ledger();
    try (Observer observer = Observer.start(demo, ledger, screen);
        Sender sender = new Sender(demo.fleet())) {
      send(sender, ledger);
      sender.flush();
      drain(ledger);
      observer.failIfBroken();
      return ledger.report(Lag.of(demo));
    }
  }

  private void send(Sender sender, Ledger ledger) throws InterruptedException {
    Instant start = Instant.now();
    Instant end = endless ? Instant.MAX : start.plus(story.length());
    Instant nextStatus = start;
    Traffic traffic = new Traffic(story, start);
    for (Arrival arrival = traffic.next(); arrival.at().isBefore(end); arrival = traffic.next()) {
      if (stoppedBefore(arrival.at())) {
        return;
      }
      if (arrival.incident().isPresent()) {
        Incident incident = arrival.incident().get();
        ledger.injected(incident, arrival.at());
        screen.event("sent      " + incident.title());
      }
      sender.send(arrival, noting(arrival, ledger));
      if (!arrival.at().isBefore(nextStatus)) {
        screen.status(ledger.standing());
        nextStatus = arrival.at().plus(STATUS_INTERVAL);
      }
    }
  }

  /** Notes in {@code ledger} where {@code arrival} lies once it was acknowledged. */
  private static Callback noting(Arrival arrival, Ledger ledger) {
    return (place, failure) -> {
      if (failure == null) {
        ledger.sent(place.partition(), place.offset(), arrival.malformed(), arrival.at());
      } else {
        ledger.failed();
      }
    };
  }

  private boolean stoppedBefore(Instant time) throws InterruptedException {
    return stop.await(Duration.between(Instant.now(), time).toNanos(), TimeUnit.NANOSECONDS);
  }

  /** Waits until every record and every case is settled. */
  private void drain(Ledger ledger) throws InterruptedException {
    screen.event("traffic ended; waiting for the last explanations");
    Instant deadline = Instant.now().plus(DRAIN_PATIENCE);
    while (!ledger.settled() && Instant.now().isBefore(deadline)) {
      screen.status(ledger.standing());
      TimeUnit.MILLISECONDS.sleep(SETTLE_INTERVAL.toMillis());
      if (stop.getCount() == 0 && !endless) {
        return;
      }
    }
  }
}
