package io.glasswatch.onnx.grad;

import static io.glasswatch.onnx.grad.GradientRule.flowing;

import io.glasswatch.onnx.emit.Emitter;
import io.glasswatch.onnx.emit.Expr;
import io.glasswatch.onnx.graph.Attributes;
import io.glasswatch.onnx.graph.ElementType;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Derivatives of the operators that pick elements by index, and of those that put them. What is
 * picked twice gets the sum of both gradients.
 */
final class Gathers {

  private Gathers() {}

  /** y = x[.., indices, ..] along one axis. */
  static List<Optional<Expr>> gather(Forward n, Expr dy) {
    Emitter emitter = n.emitter();
    int axis = n.axis(0);
    Expr index = n.in(1).castTo(ElementType.INT64);
    Expr flat = index.reshaped(-1);
    Expr size = n.in(0).dim(axis);
    Optional<Long> single = n.knownIntegers(1).filter(i -> i.size() == 1).map(i -> i.get(0));
    Expr rows = dy;
    if (index.rank() != 1) {
      Expr lead = emitter.emit("Shape", Attributes.of("end", axis), n.in(0));
      Expr tail = emitter.emit("Shape", Attributes.of("start", axis + 1), n.in(0));
      Expr count = index.apply("Size").reshaped(1);
      rows =
          emitter.emit(
              "Reshape", dy, emitter.emit("Concat", Attributes.of("axis", 0), lead, count, tail));
    }
    if (single.isPresent()) {
      Expr before =
          single.get() >= 0 ? emitter.longs(single.get()) : size.plus(emitter.longs(single.get()));
      return flowing(Slices.padded(rows, axis, before, size).reshapedLike(n.in(0)));
    }
    return flowing(scattered(rows, flat, axis, size).reshapedLike(n.in(0)));
  }

  /**
   * Returns zeros with {@code axis} of {@code size}, to which slice k of {@code gradient} along
   * that axis is added at {@code positions[k]}.
   */
  static Expr scattered(Expr gradient, Expr positions, int axis, Expr size) {
    Emitter emitter = gradient.emitter();
    Expr lead = emitter.emit("Shape", Attributes.of("end", axis), gradient);
    Expr tail = emitter.emit("Shape", Attributes.of("start", axis + 1), gradient);
    Expr dims = emitter.emit("Concat", Attributes.of("axis", 0), lead, size, tail);
    long[] alongAxis = new long[gradient.rank()];
    Arrays.fill(alongAxis, 1);
    alongAxis[axis] = -1;
    Expr index = positions.reshaped(alongAxis).expandedLike(gradient);
    return added(gradient, index, axis, dims);
  }

  /* ScatterElements adds one element after another, so the sum does not depend on threads. */
  private static Expr added(Expr gradient, Expr index, int axis, Expr dims) {
    Emitter emitter = gradient.emitter();
    ElementType type = gradient.element();
    ElementType wide = type.isHalf() ? ElementType.FLOAT : type;
    Expr zeros = emitter.emit("Expand", emitter.scalar(wide, 0), dims);
    Expr sum =
        emitter.emit(
            "ScatterElements",
            Attributes.of("axis", axis, "reduction", "add"),
            zeros,
            index,
            gradient.castTo(wide));
    return sum.castTo(type);
  }

  /** y[.., k, ..] = x[.., indices[.., k, ..], ..]. */
  static List<Optional<Expr>> gatherElements(Forward n, Expr dy) {
    Expr index = n.in(1).castTo(ElementType.INT64);
    return flowing(added(dy, index, n.axis(0), n.in(0).dims()).reshapedLike(n.in(0)));
  }

  /** The largest elements along one axis, and where they are. */
  static List<Optional<Expr>> topK(Forward n, Expr dy) {
    return flowing(added(dy, n.out(1), n.axis(-1), n.in(0).dims()).reshapedLike(n.in(0)));
  }

  /**
   * y[b.., k..] = x[b.., indices[b.., k..]], the axes of x behind the batch addressed together, as
   * one long axis.
   */
  static List<Optional<Expr>> gatherNd(Forward n, Expr dy) {
    Emitter emitter = n.emitter();
    Expr index = n.in(1);
    int batch = (int) n.node().integer("batch_dims", 0);
    int behind = batch + (int) index.shape().dim(-1).scale();
    Expr rows = elements(n.in(0), 0, batch);
    Expr size = elements(n.in(0), batch, behind);
    Expr width = elements(n.in(0), behind, n.rank());
    Expr picked = joined(rows, emitter.longs(-1), width);
    Expr gradient = emitter.emit("Reshape", dy, picked);
    Expr linear = linear(n.in(0), index, batch, behind);
    Expr places =
        emitter.emit("Reshape", linear, joined(rows, emitter.longs(-1), emitter.longs(1)));
    Expr spread = emitter.emit("Expand", places, gradient.dims());
    Expr sum = added(gradient, spread, 1, joined(rows, size, width));
    return flowing(emitter.emit("Reshape", sum, n.in(0).dims()));
  }

  /* How many elements axes from start to end span, as a vector of one integer. */
  private static Expr elements(Expr x, int start, int end) {
    Emitter emitter = x.emitter();
    return start == end
        ? emitter.longs(1)
        : emitter.emit(
            "ReduceProd",
            Attributes.of("keepdims", 1),
            emitter.emit("Shape", Attributes.of("start", start, "end", end), x));
  }

  private static Expr joined(Expr... dims) {
    return dims[0].emitter().emit("Concat", Attributes.of("axis", 0), dims);
  }

  /* sum over d of (index_d, made positive) * stride_d. */
  private static Expr linear(Expr x, Expr index, int batch, int behind) {
    Emitter emitter = x.emitter();
    Expr sum = emitter.longs(0);
    for (int axis = batch; axis < behind; axis++) {
      Expr part =
          emitter.emit("Gather", Attributes.of("axis", -1), index, emitter.longs(axis - batch));
      Expr size = x.dim(axis);
      Expr negative = emitter.emit("Less", part, emitter.longs(0));
      Expr front = emitter.emit("Where", negative, part.plus(size), part);
      sum = sum.times(size).plus(front);
    }
    return sum;
  }

  /** y is x with updates put at, or added to, the places in indices. */
  static List<Optional<Expr>> scatterNd(Forward n, Expr dy) {
    boolean adds = adds(n);
    Expr updates = n.emitter().emit("GatherND", dy, n.in(1));
    Expr data = adds ? dy : n.emitter().emit("ScatterND", dy, n.in(1), n.in(2).zeros());
    return List.of(Optional.of(data), Optional.empty(), Optional.of(updates));
  }

  static List<Optional<Expr>> scatterElements(Forward n, Expr dy) {
    boolean adds = adds(n);
    int axis = n.axis(0);
    Expr updates = n.emitter().emit("GatherElements", Attributes.of("axis", axis), dy, n.in(1));
    Expr data =
        adds
            ? dy
            : n.emitter()
                .emit("ScatterElements", Attributes.of("axis", axis), dy, n.in(1), n.in(2).zeros());
    return List.of(Optional.of(data), Optional.empty(), Optional.of(updates));
  }

  private static boolean adds(Forward n) {
    String reduction = n.node().text("reduction", "none");
    if (!reduction.equals("none") && !reduction.equals("add")) {
      throw new UnsupportedOpException(
          "node \"%s\" of type %s reduces by \"%s\", which has no gradient rule"
              .formatted(n.node().label(), n.node().op(), reduction));
    }
    return reduction.equals("add");
  }
}
