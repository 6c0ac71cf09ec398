package io.glasswatch.contract;

/**
 * A stretch of one message's text.
 *
 * @param where the part of the interaction; tells which list {@code message} counts in
 * @param message index into {@link Interaction#messages}, at least 0
 * @param start first character, in Unicode code points of that message's text, at least 0
 * @param end one past the last character, at least {@code start}
 */
public record Span(Where where, int message, int start, int end) {

  public Span {
    Require.that(where != null, "where must not be null");
    Require.that(message >= 0, "message must be at least 0, but was %d", message);
    Require.that(
        start >= 0 && end >= start, "span must have 0 <= start <= end, but was %d-%d", start, end);
  }

  /** Returns whether the two share a character. */
  public boolean overlaps(Span other) {
    return where == other.where
        && message == other.message
        && start < other.end
        && other.start < end;
  }
}
