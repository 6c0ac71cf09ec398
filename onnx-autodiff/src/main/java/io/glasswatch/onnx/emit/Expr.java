package io.glasswatch.onnx.emit;

import io.glasswatch.onnx.graph.Attributes;
import io.glasswatch.onnx.graph.Dim;
import io.glasswatch.onnx.graph.ElementType;
import io.glasswatch.onnx.graph.Node;
import io.glasswatch.onnx.graph.Shape;
import io.glasswatch.onnx.graph.TensorType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * A value of a graph under construction; arithmetic on it emits nodes.
 *
 * @param emitter where nodes go
 * @param name the value's name
 */
public record Expr(Emitter emitter, String name) {

  public TensorType type() {
    return emitter.types().of(name);
  }

  public ElementType element() {
    return type().element();
  }

  /** Returns the shape. */
  public Shape shape() {
    return type()
        .shape()
        .orElseThrow(
            () ->
                new UnknownRankException(
                    "the rank of value \"%s\" cannot be told; run ONNX shape inference on the model first"
                        .formatted(name)));
  }

  public int rank() {
    return shape().rank();
  }

  public Expr plus(Expr other) {
    return emitter.emit("Add", this, other);
  }

  public Expr minus(Expr other) {
    return emitter.emit("Sub", this, other);
  }

  public Expr times(Expr other) {
    return emitter.emit("Mul", this, other);
  }

  public Expr over(Expr other) {
    return emitter.emit("Div", this, other);
  }

  public Expr plus(double number) {
    return plus(like(number));
  }

  public Expr minus(double number) {
    return minus(like(number));
  }

  public Expr times(double number) {
    return number == 1 ? this : times(like(number));
  }

  public Expr over(double number) {
    return over(like(number));
  }

  /** Returns {@code number} in this value's element type. */
  public Expr like(double number) {
    return emitter.scalar(element(), number);
  }

  public Expr apply(String op) {
    return emitter.emit(op, this);
  }

  public Expr negated() {
    return apply("Neg");
  }

  public Expr squared() {
    return times(this);
  }

  public Expr castTo(ElementType type) {
    return element() == type
        ? this
        : emitter.emit("Cast", Attributes.of("to", type.number()), this);
  }

  /** Returns this where {@code condition} holds, else 0. */
  public Expr where(Expr condition) {
    return emitter.emit("Where", condition, this, like(0));
  }

  /** Returns the sum along {@code axes}, which stay as dimensions of 1. */
  public Expr sumKeeping(int... axes) {
    return emitter.emit("ReduceSum", Attributes.of("keepdims", 1), this, axesOf(axes));
  }

  /** Returns the sum along {@code axes}, which go. */
  public Expr sum(int... axes) {
    return emitter.emit("ReduceSum", Attributes.of("keepdims", 0), this, axesOf(axes));
  }

  /** Returns the mean along {@code axes}, which stay as dimensions of 1. */
  public Expr meanKeeping(int... axes) {
    return mean(1, axes);
  }

  /** Returns the mean along {@code axes}, which go. */
  public Expr mean(int... axes) {
    return mean(0, axes);
  }

  private Expr mean(int keep, int... axes) {
    if (emitter.types().opset() >= 18) {
      return emitter.emit("ReduceMean", Attributes.of("keepdims", keep), this, axesOf(axes));
    }
    return emitter.emit("ReduceMean", Attributes.of("keepdims", keep, "axes", longs(axes)), this);
  }

  private Expr axesOf(int... axes) {
    return emitter.longs(longs(axes));
  }

  private static long[] longs(int... values) {
    return Arrays.stream(values).asLongStream().toArray();
  }

  public Expr unsqueezed(int... axes) {
    return emitter.emit("Unsqueeze", this, axesOf(axes));
  }

  public Expr squeezed(int... axes) {
    return emitter.emit("Squeeze", this, axesOf(axes));
  }

  public Expr matmul(Expr other) {
    return emitter.emit("MatMul", this, other);
  }

  /**
   * Returns {@code this other^T}, with no transposed copy of {@code other} where that can be had.
   */
  public Expr timesTransposed(Expr other) {
    return fusible(other) ? fused(other, "transB") : matmul(other.transposed());
  }

  /** Returns {@code this^T other}, with no transposed copy of this where that can be had. */
  public Expr transposedTimes(Expr other) {
    return fusible(other) ? fused(other, "transA") : transposed().matmul(other);
  }

  /* ONNX Runtime's product that reads a factor transposed has a CPU kernel for float alone. */
  private boolean fusible(Expr other) {
    return element() == ElementType.FLOAT && rank() > 2 && other.rank() > 2;
  }

  private Expr fused(Expr other, String which) {
    return emitter
        .emit("FusedMatMul", "com.microsoft", Attributes.of(which, 1), 1, List.of(this, other))
        .get(0);
  }

  /**
   * Returns this with its last two axes swapped: a node of its own unless it undoes one, so that
   * ONNX Runtime can let the product which reads it do the swapping.
   */
  public Expr transposed() {
    List<Long> order = new ArrayList<>(IntStream.range(0, rank()).asLongStream().boxed().toList());
    long last = order.remove(order.size() - 1);
    order.add(order.size() - 1, last);
    Expr composed =
        emitter.maker(name).filter(n -> undoes(n, order)).isPresent() ? permuted(order) : this;
    return composed.equals(this) ? permutedOnce(order) : composed;
  }

  private static boolean undoes(Node node, List<Long> order) {
    return node.is("Transpose") && node.integers("perm").filter(order::equals).isPresent();
  }

  /** Returns this with its axes in another order; two permutations in a row become one. */
  public Expr permuted(List<Long> order) {
    Optional<Node> maker =
        emitter.maker(name).filter(n -> n.is("Transpose") && n.integers("perm").isPresent());
    if (maker.isPresent()) {
      List<Long> inner = maker.get().integers("perm").get();
      List<Long> both = order.stream().map(axis -> inner.get(axis.intValue())).toList();
      return emitter.value(maker.get().inputs().get(0)).permutedOnce(both);
    }
    return permutedOnce(order);
  }

  private Expr permutedOnce(List<Long> order) {
    boolean same = IntStream.range(0, order.size()).allMatch(i -> order.get(i) == i);
    return same ? this : emitter.emit("Transpose", Attributes.of("perm", order), this);
  }

  /** Returns the dimensions as a vector of integers. */
  public Expr dims() {
    return apply("Shape");
  }

  /** Returns dimension {@code axis} as a vector of one integer, a constant where it is known. */
  public Expr dim(int axis) {
    int front = shape().axis(axis);
    Dim dim = shape().dim(front);
    if (dim.isKnown()) {
      return emitter.longs(dim.scale());
    }
    return emitter.emit("Shape", Attributes.of("start", front, "end", front + 1), this);
  }

  /** Returns this in the shape of {@code model}, which has as many elements. */
  public Expr reshapedLike(Expr model) {
    if (type().shape().isPresent() && model.type().shape().isPresent()) {
      if (shape().equals(model.shape())) {
        return this;
      }
      Optional<long[]> fixed = fixedTarget(model.shape());
      if (fixed.isPresent()) {
        return reshaped(fixed.get());
      }
    }
    return emitter.emit("Reshape", this, model.dims());
  }

  /* 0 copies the dimension of the same axis, and one dimension may be left to be found. */
  private Optional<long[]> fixedTarget(Shape target) {
    long[] fixed = new long[target.rank()];
    boolean found = true;
    boolean oneLeft = true;
    for (int i = 0; i < fixed.length; i++) {
      Dim dim = target.dim(i);
      if (dim.isKnown() && dim.scale() > 0) {
        fixed[i] = dim.scale();
      } else if (i < rank() && shape().dim(i).equals(dim)) {
        fixed[i] = 0;
      } else {
        found &= oneLeft;
        oneLeft = false;
        fixed[i] = -1;
      }
    }
    return found ? Optional.of(fixed) : Optional.empty();
  }

  public Expr reshaped(long... target) {
    return emitter.emit("Reshape", this, emitter.longs(target));
  }

  /** Returns this repeated to the shape of {@code model}, to which it broadcasts. */
  public Expr expandedLike(Expr model) {
    boolean same = type().shape().isPresent() && type().shape().equals(model.type().shape());
    return same ? this : emitter.emit("Expand", this, model.dims());
  }

  /**
   * Returns this summed over whatever broadcasting {@code original} to this one's shape repeated.
   */
  public Expr summedLike(Expr original) {
    return Unbroadcast.apply(this, original);
  }

  /** Returns zeros in the shape of this. */
  public Expr zeros() {
    return filled(0);
  }

  /** Returns {@code number} in the shape of this. */
  public Expr filled(double number) {
    return like(number).expandedLike(this);
  }
}
