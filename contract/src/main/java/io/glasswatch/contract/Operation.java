package io.glasswatch.contract;

import java.time.Instant;
import java.util.Map;

/**
 * Something that a person did with the system, for the audit.
 *
 * @param action what, one of the constants here or of whoever adds a command
 * @param operator who, as the machine knows them
 * @param target what it was done to, e.g. an alert's fingerprint; never a person
 * @param at when
 * @param details more, by name; never text of an interaction
 */
public record Operation(
    String action, String operator, String target, Instant at, Map<String, String> details) {

  /** A case was judged; the details say how. */
  public static final String REVIEW = "review";

  /** The log was copied for somebody. */
  public static final String EXPORT = "export";

  /** The log was summed up for somebody. */
  public static final String REPORT = "report";

  /** Texts were erased; the details say of how many cases. */
  public static final String ERASE = "erase";

  /** A new drift reference was asked for; the details say what became of it. */
  public static final String FREEZE = "freeze";

  public Operation {
    Require.notBlank(action, "action");
    Require.notBlank(operator, "operator");
    Require.notBlank(target, "target");
    Require.that(at != null, "at must not be null");
    details = Map.copyOf(details);
  }
}
