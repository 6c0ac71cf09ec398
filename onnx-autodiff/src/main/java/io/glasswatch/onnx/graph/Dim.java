package io.glasswatch.onnx.graph;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A dimension, or an integer that may become one: a number times names that are only known at run
 * time, such as {@code 4*batch*sequence}.
 *
 * @param scale the number
 * @param names the unknown factors, sorted; empty if the value is known
 */
public record Dim(long scale, List<String> names) {

  public static final Dim ONE = known(1);

  public Dim {
    names = scale == 0 ? List.of() : List.copyOf(names);
  }

  public static Dim known(long value) {
    return new Dim(value, List.of());
  }

  public static Dim named(String name) {
    return new Dim(1, List.of(name));
  }

  public boolean isKnown() {
    return names.isEmpty();
  }

  public boolean is(long value) {
    return isKnown() && scale == value;
  }

  public OptionalLong value() {
    return isKnown() ? OptionalLong.of(scale) : OptionalLong.empty();
  }

  public Dim times(Dim other) {
    return new Dim(
        scale * other.scale, Stream.concat(names.stream(), other.names.stream()).sorted().toList());
  }

  public Dim plus(Dim other) {
    if (names.equals(other.names)) {
      return new Dim(scale + other.scale, names);
    }
    if (is(0) || other.is(0)) {
      return is(0) ? other : this;
    }
    return named(
        Stream.of(this, other)
            .map(Dim::toString)
            .sorted()
            .collect(Collectors.joining("+", "(", ")")));
  }

  public Dim minus(Dim other) {
    return plus(other.times(known(-1)));
  }

  /** Returns the exact quotient, or empty if it cannot be told that {@code other} divides this. */
  public Optional<Dim> exactlyOver(Dim other) {
    if (other.scale == 0 || scale % other.scale != 0) {
      return Optional.empty();
    }
    List<String> rest = new ArrayList<>(names);
    for (String name : other.names) {
      if (!rest.remove(name)) {
        return Optional.empty();
      }
    }
    return Optional.of(new Dim(scale / other.scale, rest));
  }

  /** Returns the quotient rounded down, as a name of its own where it cannot be told. */
  public Dim over(Dim other) {
    if (isKnown() && other.isKnown() && other.scale != 0) {
      return known(Math.floorDiv(scale, other.scale));
    }
    return exactlyOver(other).orElseGet(() -> named("(" + this + "/" + other + ")"));
  }

  @Override
  public String toString() {
    if (isKnown()) {
      return Long.toString(scale);
    }
    return (scale == 1 ? "" : scale + "*") + String.join("*", names);
  }
}
