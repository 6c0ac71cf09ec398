package io.glasswatch.contract;

import com.google.errorprone.annotations.FormatMethod;
import com.google.errorprone.annotations.FormatString;

/** Preconditions of records: what was needed and what was found, in one line. */
public final class Require {

  private Require() {}

  /**
   * Insists on {@code condition}.
   *
   * @throws IllegalArgumentException with the formatted message if {@code condition} is false
   */
  @FormatMethod
  public static void that(boolean condition, @FormatString String message, Object... args) {
    if (!condition) {
      throw new IllegalArgumentException(message.formatted(args));
    }
  }

  /** Returns {@code value}, which must have at least one character that is not white space. */
  public static String notBlank(String value, String name) {
    that(value != null && !value.isBlank(), "%s must not be blank", name);
    return value;
  }

  /** Returns {@code value}, which must be a number, neither NaN nor infinite. */
  public static double finite(double value, String name) {
    that(Double.isFinite(value), "%s must be finite, but was %s", name, value);
    return value;
  }
}
