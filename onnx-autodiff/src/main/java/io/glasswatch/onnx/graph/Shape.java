package io.glasswatch.onnx.graph;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** The dimensions of a tensor whose rank is known. */
public record Shape(List<Dim> dims) {

  public static final Shape SCALAR = new Shape(List.of());

  public Shape {
    dims = List.copyOf(dims);
  }

  public static Shape of(long... dims) {
    return new Shape(Arrays.stream(dims).mapToObj(Dim::known).toList());
  }

  public static Shape of(Dim... dims) {
    return new Shape(List.of(dims));
  }

  public int rank() {
    return dims.size();
  }

  /** Returns dimension {@code axis}; negative axes count from the end. */
  public Dim dim(int axis) {
    return dims.get(axis(axis));
  }

  /** Returns {@code axis} counted from the front. */
  public int axis(int axis) {
    int front = axis < 0 ? axis + rank() : axis;
    if (front < 0 || front >= Math.max(rank(), 1)) {
      throw new InvalidModelException(
          "axis %d is outside a tensor of rank %d".formatted(axis, rank()));
    }
    return front;
  }

  public Dim elements() {
    return dims.stream().reduce(Dim.ONE, Dim::times);
  }

  public Shape with(int axis, Dim dim) {
    List<Dim> changed = new ArrayList<>(dims);
    changed.set(axis(axis), dim);
    return new Shape(changed);
  }

  public Shape without(int axis) {
    List<Dim> changed = new ArrayList<>(dims);
    changed.remove(axis(axis));
    return new Shape(changed);
  }

  /** Returns the shape that ONNX's multidirectional broadcasting gives two tensors. */
  public static Shape broadcast(Shape a, Shape b) {
    int rank = Math.max(a.rank(), b.rank());
    List<Dim> dims = new ArrayList<>();
    for (int i = 0; i < rank; i++) {
      dims.add(broadcast(a.fromEnd(rank - i), b.fromEnd(rank - i)));
    }
    return new Shape(dims);
  }

  private Dim fromEnd(int distance) {
    return distance > rank() ? Dim.ONE : dims.get(rank() - distance);
  }

  private static Dim broadcast(Dim a, Dim b) {
    if (a.equals(b) || b.is(1)) {
      return a;
    }
    if (a.is(1)) {
      return b;
    }
    if (a.isKnown() || b.isKnown()) {
      return a.isKnown() ? a : b;
    }
    String left = a.toString();
    String right = b.toString();
    return Dim.named(
        left.compareTo(right) < 0
            ? "max(" + left + "," + right + ")"
            : "max(" + right + "," + left + ")");
  }

  @Override
  public String toString() {
    return dims.stream().map(Dim::toString).collect(Collectors.joining(", ", "[", "]"));
  }
}
