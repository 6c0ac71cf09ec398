package io.glasswatch.stream.alert;

import io.glasswatch.contract.Require;

/**
 * A part of the traffic that is watched on its own.
 *
 * @param model label of the model version, never blank
 * @param segment {@code dimension=value}, or {@link #ALL}
 */
public record Scope(String model, String segment) {

  /** The segment that holds all traffic of a model. */
  public static final String ALL = "all";

  public Scope {
    Require.notBlank(model, "model");
    Require.notBlank(segment, "segment");
  }

  /** Returns the part of the segment before its value, {@link #ALL} for all traffic. */
  public String dimension() {
    int equals = segment.indexOf('=');
    return equals < 0 ? segment : segment.substring(0, equals);
  }

  /** Returns {@code model|segment}, the key of internal topics and stores. */
  public String key() {
    return escaped(model) + "|" + escaped(segment);
  }

  /** Returns the scope that {@link #key} wrote. */
  public static Scope of(String key) {
    int bar = key.indexOf('|');
    Require.that(bar >= 0, "a key has the form model|segment, but was \"%s\"", key);
    return new Scope(unescaped(key.substring(0, bar)), unescaped(key.substring(bar + 1)));
  }

  static String escaped(String part) {
    return part.replace("%", "%25").replace("|", "%7C");
  }

  private static String unescaped(String part) {
    return part.replace("%7C", "|").replace("%25", "%");
  }
}
