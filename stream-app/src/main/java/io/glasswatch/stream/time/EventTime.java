package io.glasswatch.stream.time;

import java.time.Duration;
import java.time.Instant;

/** Which times that a producer gives its events can be believed. */
public final class EventTime {

  /** How far a producer's clock may be ahead of ours. */
  private static final Duration SKEW = Duration.ofMinutes(10);

  private EventTime() {}

  /** Returns whether {@code time} is further ahead of {@code now} than clocks differ. */
  public static boolean isAhead(Instant time, Instant now) {
    return time.isAfter(now.plus(SKEW));
  }

  /** Returns whether {@code time} cannot be, seen at {@code now}: ahead, or before 1970. */
  public static boolean isImpossible(Instant time, Instant now) {
    return time.isBefore(Instant.EPOCH) || isAhead(time, now);
  }
}
