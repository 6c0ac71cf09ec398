package io.glasswatch.contract;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Why a log does not hold all that was said, so that "nothing found" is not taken for "safe". */
public enum ContentMissing {
  /** The gateway put a mark in the place of the text. */
  REDACTED,
  /** The text lies elsewhere, and the log only says where. */
  BY_REFERENCE,
  /** The text was cut off. */
  TRUNCATED,
  /** The log was never given the text. */
  NOT_CAPTURED,
  /** Only the request or only the response came within the time that is waited for the other. */
  HALF,
  /** The text was there, and was erased when somebody asked for it. */
  ERASED;

  /** The {@link #id} of each. */
  public static final List<String> IDS = Arrays.stream(values()).map(ContentMissing::id).toList();

  /** Returns the one of that {@link #id}. */
  public static Optional<ContentMissing> of(String id) {
    return Arrays.stream(values()).filter(value -> value.id().equals(id)).findFirst();
  }

  /** Returns the lower-case name that stands in JSON and labels. */
  @JsonValue
  public String id() {
    return name().toLowerCase(Locale.ROOT);
  }
}
