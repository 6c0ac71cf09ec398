package io.glasswatch.stream.drift;

import io.glasswatch.contract.Require;
import io.glasswatch.stream.time.EventTime;
import java.time.Duration;
import java.time.Instant;
import java.util.OptionalLong;

/**
 * Windows of event time, one after the other from 1970 on.
 *
 * @param length of one window, at least a millisecond
 */
public record EventWindows(Duration length) {

  public EventWindows {
    Require.that(length.toMillis() >= 1, "length must be at least 1 ms, but was %s", length);
  }

  /**
   * Returns when the window begins that {@code time} is in, in milliseconds; empty of a time that
   * cannot be, seen at {@code now}.
   */
  public OptionalLong startOf(Instant time, Instant now) {
    if (EventTime.isImpossible(time, now)) {
      return OptionalLong.empty();
    }
    long at = time.toEpochMilli();
    return OptionalLong.of(at - at % length.toMillis());
  }
}
