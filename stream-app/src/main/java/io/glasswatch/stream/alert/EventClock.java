package io.glasswatch.stream.alert;

import io.glasswatch.stream.time.EventTime;
import java.time.Duration;
import java.time.Instant;

/**
 * Event time that goes on when events stop: the latest event seen, plus the time since it came.
 *
 * <p>So a quiet time passes in a live system without traffic, and equally while an old log is read
 * fast.
 */
final class EventClock {

  private Instant latest = Instant.MIN;
  private Instant seenAt = Instant.MIN;

  /** Notes an event of time {@code at} that was seen at {@code wall}. */
  void observe(Instant at, Instant wall) {
    Instant credible = EventTime.isAhead(at, wall) ? wall : at;
    if (credible.isAfter(latest)) {
      latest = credible;
      seenAt = wall;
    }
  }

  /** Returns the event time at {@code wall}; the distant past if there was no event. */
  Instant now(Instant wall) {
    return latest.equals(Instant.MIN) || wall.isBefore(seenAt)
        ? latest
        : latest.plus(Duration.between(seenAt, wall));
  }
}
