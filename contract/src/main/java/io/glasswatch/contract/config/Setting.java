package io.glasswatch.contract.config;

import io.glasswatch.contract.Require;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * One thing that a process can be told. Its name is the same in the environment, in the
 * configuration file and in the documentation.
 *
 * @param name in capitals, e.g. {@code DRIFT_WINDOW}
 * @param ifAbsent what holds when it is not set, as it would be written; empty for nothing
 * @param required whether it must be set
 * @param secret whether its value is never shown, and may come from the file that {@code NAME_FILE}
 *     names
 * @param range what it may be, to be read after "must be", e.g. {@code 1 to 64}
 * @param meaning what it is for
 * @param read turns what is written into the value; throws {@code RuntimeException} if it cannot
 * @param allowed whether a value is in the range
 */
public record Setting<T>(
    String name,
    String ifAbsent,
    boolean required,
    boolean secret,
    String range,
    String meaning,
    Function<String, T> read,
    Predicate<T> allowed) {

  public Setting {
    Require.that(name.matches("[A-Z][A-Z0-9_]*"), "%s is no name of a setting", name);
    Require.notBlank(range, name + "'s range");
    Require.notBlank(meaning, name + "'s meaning");
    Objects.requireNonNull(ifAbsent, "ifAbsent");
  }

  /** Returns a setting of any type, which may have any value that {@code read} takes. */
  public static <T> Setting<T> of(
      String name, String ifAbsent, String range, String meaning, Function<String, T> read) {
    return new Setting<>(name, ifAbsent, false, false, range, meaning, read, value -> true);
  }

  /** Returns a setting that is true or false. */
  public static Setting<Boolean> flag(String name, boolean ifAbsent, String meaning) {
    return of(name, String.valueOf(ifAbsent), "true or false", meaning, Setting::yes);
  }

  private static boolean yes(String text) {
    return switch (text) {
      case "true" -> true;
      case "false" -> false;
      default -> throw new IllegalArgumentException("it must be true or false");
    };
  }

  /** Returns a setting that is taken as it is written. */
  public static Setting<String> text(String name, String ifAbsent, String meaning) {
    return of(name, ifAbsent, "text", meaning, value -> value);
  }

  /** Returns a setting that is never shown, with no default. */
  public static Setting<String> secret(String name, String meaning) {
    return new Setting<>(name, "", false, true, "text", meaning, value -> value, value -> true);
  }

  /** Returns a setting that names a file or directory. */
  public static Setting<Path> path(String name, String ifAbsent, String meaning) {
    return of(name, ifAbsent, "a path", meaning, Path::of);
  }

  /** Returns a whole number from {@code least} to {@code most}. */
  public static Setting<Integer> integer(
      String name, int ifAbsent, int least, int most, String meaning) {
    return of(
            name,
            Integer.toString(ifAbsent),
            most == Integer.MAX_VALUE ? "at least " + least : least + " to " + most,
            meaning,
            Integer::valueOf)
        .where(value -> value >= least && value <= most);
  }

  /** Returns a whole number of at least {@code least}. */
  public static Setting<Long> count(String name, long ifAbsent, long least, String meaning) {
    return of(name, Long.toString(ifAbsent), "at least " + least, meaning, Long::valueOf)
        .where(value -> value >= least);
  }

  /** Returns a number of more than zero. */
  public static Setting<Double> positive(String name, String ifAbsent, String meaning) {
    return of(name, ifAbsent, "more than 0", meaning, Double::valueOf)
        .where(value -> value > 0 && Double.isFinite(value));
  }

  /** Returns an ISO-8601 duration of at least {@code least}. */
  public static Setting<Duration> duration(
      String name, String ifAbsent, Duration least, String meaning) {
    return of(name, ifAbsent, "a duration of at least " + least, meaning, Duration::parse)
        .where(value -> value.compareTo(least) >= 0);
  }

  /** Returns a list that is written with commas. */
  public static Setting<List<String>> list(String name, String ifAbsent, String meaning) {
    return of(
        name,
        ifAbsent,
        "a list with commas",
        meaning,
        value -> value.isBlank() ? List.of() : List.of(value.strip().split("\\s*,\\s*")));
  }

  /** Returns this setting with a narrower range. */
  public Setting<T> where(Predicate<T> isAllowed) {
    return new Setting<>(name, ifAbsent, required, secret, range, meaning, read, isAllowed);
  }

  /** Returns this setting, which now must be set. */
  public Setting<T> mustBeSet() {
    return new Setting<>(name, ifAbsent, true, secret, range, meaning, read, allowed);
  }

  /** Returns what holds when the setting is not set. */
  public T standard() {
    return read.apply(ifAbsent);
  }

  /**
   * Returns {@code value}, which must be in the range.
   *
   * @throws IllegalArgumentException saying what it may be, if it is not
   */
  public T check(T value) {
    Require.that(allowed.test(value), "%s must be %s, but was %s", name, range, value);
    return value;
  }
}
