package io.glasswatch.stream.ingest;

import io.glasswatch.contract.Require;
import java.time.Duration;
import java.time.Instant;

/**
 * What a record may not exceed.
 *
 * @param bytes size of the value, at least 1
 * @param depth levels of nesting, at least 1
 * @param ahead how far the event time may lie in the future
 * @param earliest the oldest event time
 */
public record Limits(int bytes, int depth, Duration ahead, Instant earliest) {

  public static final Limits STANDARD =
      new Limits(12 << 20, 100, Duration.ofHours(1), Instant.parse("2000-01-01T00:00:00Z"));

  public Limits {
    Require.that(bytes >= 1, "bytes must be at least 1, but was %d", bytes);
    Require.that(depth >= 1, "depth must be at least 1, but was %d", depth);
    Require.that(!ahead.isNegative(), "ahead must not be negative, but was %s", ahead);
    Require.that(earliest != null, "earliest must not be null");
  }
}
