package io.glasswatch.onnx.grad;

import static io.glasswatch.onnx.grad.GradientRule.flowing;

import io.glasswatch.onnx.emit.Emitter;
import io.glasswatch.onnx.emit.Expr;
import io.glasswatch.onnx.graph.Attributes;
import io.glasswatch.onnx.graph.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;

/** Derivatives of Slice and Pad, which are each other's transposes. */
final class Slices {

  private Slices() {}

  /**
   * The gradient goes back to where it was taken from, zeros elsewhere, axis by axis: the taken
   * positions are found by slicing 0, 1, 2, ... in the same way.
   */
  static List<Optional<Expr>> slice(Forward n, Expr dy) {
    Emitter emitter = n.emitter();
    Expr starts = operand(n, "starts", 1);
    Expr ends = operand(n, "ends", 2);
    List<Long> axes = axes(n, starts);
    Expr gradient = dy;
    for (int i = axes.size() - 1; i >= 0; i--) {
      int axis = n.in(0).shape().axis(axes.get(i).intValue());
      Expr size = n.in(0).dim(axis);
      List<Expr> positions =
          new ArrayList<>(List.of(counting(size), at(starts, i), at(ends, i), emitter.longs(0)));
      boolean unitStep = true;
      if (n.has(4)) {
        positions.add(at(n.in(4), i));
        unitStep = n.knownIntegers(4).map(s -> s.stream().allMatch(x -> x == 1)).orElse(false);
      }
      Optional<Long> front = unitStep ? frontStart(n, i) : Optional.empty();
      gradient =
          front.isPresent()
              ? padded(gradient, axis, emitter.longs(front.get()), size)
              : Gathers.scattered(
                  gradient, emitter.emit("Slice", positions.toArray(new Expr[0])), axis, size);
    }
    return flowing(gradient.reshapedLike(n.in(0)));
  }

  private static Expr counting(Expr size) {
    Emitter emitter = size.emitter();
    Expr zero = emitter.constant(Tensor.longs(List.of(), 0));
    Expr one = emitter.constant(Tensor.longs(List.of(), 1));
    return emitter.emit("Range", zero, size.squeezed(0), one);
  }

  private static Expr at(Expr vector, int index) {
    Emitter emitter = vector.emitter();
    return emitter.emit(
        "Slice", vector, emitter.longs(index), emitter.longs(index + 1), emitter.longs(0));
  }

  private static Expr operand(Forward n, String key, int input) {
    return n.node()
        .integers(key)
        .map(v -> n.emitter().longs(v.stream().mapToLong(Long::longValue).toArray()))
        .orElseGet(() -> n.in(input));
  }

  private static List<Long> axes(Forward n, Expr starts) {
    if (n.node().integers("axes").isPresent()) {
      return n.node().integers("axes").get();
    }
    return n.has(3)
        ? n.integers(3, "axes")
        : LongStream.range(0, starts.shape().dim(0).scale()).boxed().toList();
  }

  /* A start that is known to count from the front of the axis. */
  private static Optional<Long> frontStart(Forward n, int index) {
    Optional<List<Long>> starts = n.node().integers("starts");
    if (starts.isEmpty() && n.has(1)) {
      starts = n.knownIntegers(1);
    }
    return starts.map(s -> s.get(index)).filter(s -> s >= 0);
  }

  /** Returns {@code gradient} with zeros around it, so that {@code axis} has {@code size} again. */
  static Expr padded(Expr gradient, int axis, Expr before, Expr size) {
    Emitter emitter = gradient.emitter();
    Expr after = size.minus(before).minus(gradient.dim(axis));
    int rank = gradient.rank();
    Expr none = emitter.longs(new long[axis]);
    Expr between = emitter.longs(new long[rank - 1]);
    Expr rest = emitter.longs(new long[rank - 1 - axis]);
    Expr pads =
        emitter.emit("Concat", Attributes.of("axis", 0), none, before, between, after, rest);
    return emitter.emit("Pad", gradient, pads, gradient.like(0));
  }

  /** Cuts off what was added; negative pads add what was cut off. */
  static List<Optional<Expr>> pad(Forward n, Expr dy) {
    if (!n.node().text("mode", "constant").equals("constant") || n.has(3)) {
      throw new UnsupportedOpException(
          "node \"%s\" pads with other than a constant, or some axes only, which has no gradient rule"
              .formatted(n.node().label()));
    }
    Expr pads = operand(n, "pads", 1);
    return flowing(n.emitter().emit("Pad", dy, pads.negated(), dy.like(0)).reshapedLike(n.in(0)));
  }
}
