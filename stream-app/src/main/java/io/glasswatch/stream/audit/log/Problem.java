package io.glasswatch.stream.audit.log;

/**
 * Something that is wrong with a log.
 *
 * @param log origin of the log
 * @param from first index that may be touched
 * @param to last index that may be touched
 * @param what what was found, and what was expected
 */
public record Problem(String log, long from, long to, String what) {

  /** Returns the problem as a line for a person. */
  public String line() {
    return from == to
        ? "%s, entry %d: %s".formatted(log, from, what)
        : "%s, entries %d to %d: %s".formatted(log, from, to, what);
  }
}
