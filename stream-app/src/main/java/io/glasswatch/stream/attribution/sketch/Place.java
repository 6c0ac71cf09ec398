package io.glasswatch.stream.attribution.sketch;

import java.util.Locale;

/** Where a token stands among those of its interaction. */
public enum Place {
  /** In the first tenth. */
  FIRST,
  /** In between. */
  MIDDLE,
  /** In the last tenth. */
  LAST;

  /**
   * Returns the place of one of {@code count} tokens. A tenth is rounded up, so that even a short
   * text has a first and a last token; of one or two tokens none is last.
   *
   * @param index from 0, in text order
   */
  public static Place of(int index, int count) {
    int tenth = (count + 9) / 10;
    if (index < tenth) {
      return FIRST;
    }
    return index >= count - tenth && count > 2 ? LAST : MIDDLE;
  }

  /** Returns the lower-case name that stands in JSON and signals. */
  public String id() {
    return name().toLowerCase(Locale.ROOT);
  }
}
