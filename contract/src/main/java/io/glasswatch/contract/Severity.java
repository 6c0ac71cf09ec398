package io.glasswatch.contract;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** How much a finding or an alert matters, least first. */
public enum Severity {
  /** Worth counting, e.g. a refusal. */
  INFO,
  /** Worth an explanation and a look in working hours. */
  WARNING,
  /** Worth waking somebody. */
  CRITICAL;

  /** Returns the lower-case name that stands in JSON, labels and rule packs. */
  @JsonValue
  public String id() {
    return name().toLowerCase(Locale.ROOT);
  }

  public boolean atLeast(Severity other) {
    return compareTo(other) >= 0;
  }
}
