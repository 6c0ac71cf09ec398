package io.glasswatch.onnx.grad;

import static io.glasswatch.onnx.grad.GradientRule.flowing;

import io.glasswatch.onnx.emit.Expr;
import io.glasswatch.onnx.graph.Attributes;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Derivatives of the operators that sum, or pick, along axes. */
final class Reductions {

  private Reductions() {}

  /** dx = y (dy - sum(dy y)), the sum along the softmax axis. */
  static List<Optional<Expr>> softmax(Forward n, Expr dy) {
    Expr y = n.y();
    return flowing(y.times(dy.minus(dy.times(y).sumKeeping(n.softmaxAxes()))));
  }

  /** dx = dy - exp(y) sum(dy). */
  static List<Optional<Expr>> logSoftmax(Forward n, Expr dy) {
    return flowing(dy.minus(n.y().apply("Exp").times(dy.sumKeeping(n.softmaxAxes()))));
  }

  /**
   * Returns {@code reduced}, an output or its gradient, with the reduced axes as dimensions of 1.
   */
  private static Expr kept(Forward n, Expr reduced) {
    boolean gone = n.node().integer("keepdims", 1) == 0;
    int[] axes = n.reducedAxes();
    if (!gone || axes.length == 0) {
      return reduced;
    }
    int[] sorted = Arrays.stream(axes).sorted().toArray();
    return reduced.unsqueezed(sorted);
  }

  static List<Optional<Expr>> sum(Forward n, Expr dy) {
    return flowing(kept(n, dy).expandedLike(n.in(0)));
  }

  static List<Optional<Expr>> mean(Forward n, Expr dy) {
    return flowing(dividedByCount(n, kept(n, dy)).expandedLike(n.in(0)));
  }

  private static Expr dividedByCount(Forward n, Expr dy) {
    long known = 1;
    Expr count = dy;
    for (int axis : n.reducedAxes()) {
      if (n.in(0).shape().dim(axis).isKnown()) {
        known *= n.in(0).shape().dim(axis).scale();
      } else {
        count = count.over(n.in(0).dim(axis).castTo(dy.element()));
      }
    }
    return known == 1 ? count : count.times(1.0 / known);
  }

  static List<Optional<Expr>> extreme(Forward n, Expr dy) {
    Expr chosen = n.emitter().emit("Equal", n.in(0), kept(n, n.y()));
    return flowing(kept(n, dy).expandedLike(n.in(0)).where(chosen));
  }

  /** dx = dy y / x; undefined where x is 0. */
  static List<Optional<Expr>> product(Forward n, Expr dy) {
    return flowing(kept(n, dy.times(n.y())).over(n.in(0)));
  }

  static List<Optional<Expr>> l1(Forward n, Expr dy) {
    return flowing(kept(n, dy).times(n.in(0).apply("Sign")));
  }

  static List<Optional<Expr>> l2(Forward n, Expr dy) {
    return flowing(kept(n, dy.over(n.y())).times(n.in(0)));
  }

  static List<Optional<Expr>> sumSquare(Forward n, Expr dy) {
    return flowing(kept(n, dy.times(2)).times(n.in(0)));
  }

  static List<Optional<Expr>> logSum(Forward n, Expr dy) {
    return flowing(kept(n, dy.over(n.y().apply("Exp"))).expandedLike(n.in(0)));
  }

  static List<Optional<Expr>> logSumExp(Forward n, Expr dy) {
    return flowing(kept(n, dy).times(n.in(0).minus(kept(n, n.y())).apply("Exp")));
  }

  /** The running sum from the other end. */
  static List<Optional<Expr>> cumSum(Forward n, Expr dy) {
    long reverse = 1 - n.node().integer("reverse", 0);
    long exclusive = n.node().integer("exclusive", 0);
    return flowing(
        n.emitter()
            .emit(
                "CumSum", Attributes.of("reverse", reverse, "exclusive", exclusive), dy, n.in(1)));
  }
}
