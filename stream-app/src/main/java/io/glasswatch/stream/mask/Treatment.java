package io.glasswatch.stream.mask;

import java.util.Arrays;
import java.util.Locale;

/** What becomes of a stretch of text, from the mildest to the strictest; the stricter wins. */
public enum Treatment {
  /** It stays as it is. */
  STORE,

  /** A keyed hash takes its place, so that the same text can be recognised but not read. */
  HASH,

  /** One block a character takes its place. */
  MASK,

  /** The whole message in which it stands is left out. */
  DROP;

  /** Returns the lower-case name that stands in settings and labels. */
  public String id() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * Returns the treatment of that {@link #id}.
   *
   * @throws IllegalArgumentException naming those that there are
   */
  public static Treatment of(String id) {
    return Arrays.stream(values())
        .filter(t -> t.id().equals(id))
        .findAny()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "a treatment is store, mask, hash or drop, but found \"%s\"".formatted(id)));
  }

  Treatment orStricter(Treatment other) {
    return compareTo(other) >= 0 ? this : other;
  }
}
