package io.glasswatch.stream.ingest;

import io.glasswatch.contract.Rejected;

/** Ends the reading of a record; {@link Formats} turns it into {@link Reading.Refused}. */
final class Unreadable extends RuntimeException {

  private final Rejected.Reason reason;

  /**
   * @param detail which field, where and what was found; never text of the record
   */
  Unreadable(Rejected.Reason reason, String detail) {
    super(detail, null, false, false);
    this.reason = reason;
  }

  static Unreadable missing(String field) {
    return new Unreadable(
        Rejected.Reason.MISSING_FIELD, "field \"%s\" is missing".formatted(field));
  }

  static Unreadable wrong(String field, String needed, String found) {
    return new Unreadable(
        Rejected.Reason.WRONG_FIELD,
        "field \"%s\" must be %s, but was %s".formatted(field, needed, found));
  }

  Reading.Refused refused() {
    return new Reading.Refused(reason, getMessage());
  }
}
