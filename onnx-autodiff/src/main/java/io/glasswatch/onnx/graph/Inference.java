package io.glasswatch.onnx.graph;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/** A node whose outputs' types are asked, with what is known of its inputs. */
record Inference(Node node, Types types) {

  TensorType in(int i) {
    return node.input(i).map(types::of).orElse(TensorType.UNKNOWN);
  }

  Optional<Shape> shape(int i) {
    return in(i).shape();
  }

  Optional<List<Dim>> content(int i) {
    return in(i).content();
  }

  ElementType element() {
    return in(0).element();
  }

  long opset() {
    return types.opset();
  }

  int count() {
    return node.inputs().size();
  }

  /** Returns a dimension that nothing is known of, named after this node's output. */
  Dim fresh(int axis) {
    return Dim.named((node.outputs().isEmpty() ? node.op() : node.outputs().get(0)) + "@" + axis);
  }

  Shape freshShape(int rank) {
    return new Shape(IntStream.range(0, rank).mapToObj(this::fresh).toList());
  }

  /** Returns the known integers of attribute {@code key}, or else of input {@code i}. */
  Optional<List<Long>> integers(String key, int i) {
    Optional<List<Long>> attribute = node.integers(key);
    return attribute.isPresent() ? attribute : content(i).flatMap(Inference::known);
  }

  static Optional<List<Long>> known(List<Dim> dims) {
    return dims.stream().allMatch(Dim::isKnown)
        ? Optional.of(dims.stream().map(Dim::scale).toList())
        : Optional.empty();
  }

  /**
   * Returns the axes to reduce, squeeze or the like, counted from the front; all if none are given.
   */
  Optional<List<Integer>> axes(int rank, int inputIndex) {
    boolean given = node.attribute("axes").isPresent() || node.input(inputIndex).isPresent();
    if (!given) {
      boolean none = node.integer("noop_with_empty_axes", 0) == 1;
      return Optional.of(none ? List.of() : IntStream.range(0, rank).boxed().toList());
    }
    Optional<List<Long>> axes = integers("axes", inputIndex);
    if (axes.isPresent() && axes.get().isEmpty() && node.integer("noop_with_empty_axes", 0) == 0) {
      return Optional.of(IntStream.range(0, rank).boxed().toList());
    }
    return axes.map(a -> a.stream().map(axis -> front(axis, rank)).toList());
  }

  static int front(long axis, int rank) {
    long front = axis < 0 ? axis + rank : axis;
    if (front < 0 || front >= rank) {
      throw new InvalidModelException(
          "axis %d is outside a tensor of rank %d".formatted(axis, rank));
    }
    return (int) front;
  }

  List<TensorType> one(TensorType type) {
    return List.of(type);
  }

  List<TensorType> one(ElementType element, Optional<Shape> shape) {
    return List.of(TensorType.of(element, shape));
  }

  /** Returns the broadcast shape of inputs {@code from} to the last. */
  Optional<Shape> broadcast(int from) {
    Optional<Shape> all = shape(from);
    for (int i = from + 1; i < count(); i++) {
      Optional<Shape> next = shape(i);
      all = all.flatMap(a -> next.map(b -> Shape.broadcast(a, b)));
    }
    return all;
  }

  static List<Dim> copy(Shape shape) {
    return new ArrayList<>(shape.dims());
  }

  static List<Long> range(long from, long to) {
    return LongStream.range(from, to).boxed().toList();
  }
}
