package io.glasswatch.chaos.check;

import java.util.Locale;

/**
 * Something that must not be.
 *
 * @param invariant which of I1 to I7 it breaks
 * @param what the kind of fault
 * @param detail ids, counts, places; never text of a record
 */
public record Violation(String invariant, What what, String detail) {

  /** In which way what came out is wrong. */
  public enum What {
    /** It was sent and nothing came of it. */
    LOST,
    /** It came out more often than once. */
    DUPLICATED,
    /** It came out and was never sent. */
    UNSEEN,
    /** It came out before what was sent before it. */
    REORDERED,
    /** The verdict is another than the one that was due. */
    WRONG_VERDICT,
    /** A sum is not the sum of its parts. */
    WRONG_AGGREGATE,
    /** The audit log is not one unbroken signed chain. */
    BROKEN_CHAIN,
    /** Text stands where it must not. */
    LEAKED,
    /** The monitor did not say that it was not well. */
    SILENT,
    /** It did not come back to rest. */
    NOT_RECOVERED;

    String id() {
      return name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
  }

  /** Returns it in one line. */
  public String line() {
    return "%s %s: %s".formatted(invariant, what.id(), detail);
  }
}
