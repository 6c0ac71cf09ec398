package io.glasswatch.contract;

import com.google.errorprone.annotations.FormatMethod;
import com.google.errorprone.annotations.FormatString;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** Reads settings from the environment and collects everything that is wrong with them. */
public final class Settings {

  private final Map<String, String> env;
  private final List<String> problems = new ArrayList<>();

  public Settings(Map<String, String> env) {
    this.env = Map.copyOf(env);
  }

  /** Returns the setting, or {@code ifAbsent} when it is not set or cannot be read. */
  public <T> T optional(String key, Function<String, T> read, T ifAbsent) {
    String value = env.get(key);
    if (value == null || value.isBlank()) {
      return ifAbsent;
    }
    try {
      return read.apply(value.strip());
    } catch (RuntimeException e) {
      problems.add("%s cannot be read from \"%s\": %s".formatted(key, value, e.getMessage()));
      return ifAbsent;
    }
  }

  /**
   * Returns the setting, which must be there; {@code standIn} takes its place until {@link
   * #failOnProblems} reports that it is not.
   */
  public <T> T required(String key, Function<String, T> read, T standIn) {
    String value = env.get(key);
    if (value == null || value.isBlank()) {
      problems.add(key + " is required");
      return standIn;
    }
    return optional(key, read, standIn);
  }

  /** Notes a problem if {@code condition} is false. */
  @FormatMethod
  public void check(boolean condition, @FormatString String message, Object... args) {
    if (!condition) {
      problems.add(message.formatted(args));
    }
  }

  /**
   * Ends the reading: all settings were good.
   *
   * @throws IllegalArgumentException listing every problem, if there is one
   */
  public void failOnProblems() {
    if (!problems.isEmpty()) {
      throw new IllegalArgumentException("bad configuration:\n  " + String.join("\n  ", problems));
    }
  }
}
