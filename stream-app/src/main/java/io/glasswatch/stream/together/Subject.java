package io.glasswatch.stream.together;

import com.fasterxml.jackson.annotation.JsonValue;
import java.time.Duration;
import java.util.Locale;

/** What several conversations can have in common. */
public enum Subject {
  /** Who asked; a sighting is one conversation. */
  USER(Duration.ofDays(1)),

  /** Whose traffic it is, by the segment {@code tenant}; a sighting is one conversation. */
  TENANT(Duration.ofDays(7)),

  /** The deployed model, with its version; a sighting is one person. */
  MODEL(Duration.ofDays(7)),

  /** One secret value that was written; a sighting is one person. */
  SECRET(Duration.ofDays(1));

  private final Duration retention;

  Subject(Duration retention) {
    this.retention = retention;
  }

  /** Returns how long after its latest sighting a subject is remembered, in event time. */
  Duration retention() {
    return retention;
  }

  /**
   * Returns the key of one subject.
   *
   * @param which one it is; where the key is kept or sent, a hash and never the name
   */
  String key(String which) {
    return id() + ":" + which;
  }

  /** Returns the lower-case name that keys begin with. */
  @JsonValue
  String id() {
    return name().toLowerCase(Locale.ROOT);
  }
}
