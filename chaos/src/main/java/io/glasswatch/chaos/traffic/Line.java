package io.glasswatch.chaos.traffic;

import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * A record to be sent.
 *
 * @param key what keeps its place among others: its conversation
 * @param value its bytes; empty for a record without a value
 * @param fate what must become of it
 */
public record Line(String key, Optional<byte[]> value, Fate fate) {

  static Line of(String key, String value, Fate fate) {
    return new Line(key, Optional.of(value.getBytes(StandardCharsets.UTF_8)), fate);
  }

  /** Returns the same record, as a producer sends it that did not hear that it had arrived. */
  Line again() {
    return new Line(key, value, new Fate.Again());
  }
}
