package io.glasswatch.stream.pair;

/** What pairing tells whoever counts. */
@FunctionalInterface
public interface PairEvents {

  /** What became of a half. */
  enum Outcome {
    /** It met its other half. */
    PAIRED,
    /** A request whose response did not come in time. */
    REQUEST_ALONE,
    /** A response whose request did not come in time. */
    RESPONSE_ALONE,
    /** It was there already, and changed nothing. */
    REPEATED,
    /** Its pair was complete, or given up, before it came. */
    LATE
  }

  void half(Outcome outcome);
}
