package io.glasswatch.onnx.grad;

import static io.glasswatch.onnx.grad.GradientRule.flowing;

import io.glasswatch.onnx.emit.Emitter;
import io.glasswatch.onnx.emit.Expr;
import io.glasswatch.onnx.graph.Attributes;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * DeepLIFT's rescale rule, one entry an operator: a multiplier m with {@code y - y' = sum of m (x -
 * x')}, exactly, where x' and y' are the values of the reference row.
 *
 * <p>Rows come in pairs, inputs in the first half of the batch and their references in the second,
 * in the same order, in every value on the path. A function of one number passes the slope of its
 * chord; a product passes the mean of the other factor over both rows; what is linear passes its
 * gradient. Where a chord is too short to divide by, the mean of the derivatives at its ends stands
 * in for it.
 *
 * <p>Source: Shrikumar, Greenside, Kundaje, "Learning Important Features Through Propagating
 * Activation Differences", ICML 2017.
 */
final class RescaleRules {

  /** A chord shorter than this, as a share of |x| + |x'|, is replaced by the mean derivative. */
  private static final double SHORTEST = 1e-3;

  private static final Set<String> CURVES =
      Set.of(
          "Abs",
          "Exp",
          "Log",
          "Sqrt",
          "Reciprocal",
          "Erf",
          "Tanh",
          "Sigmoid",
          "Softplus",
          "Softsign",
          "Relu",
          "LeakyRelu",
          "Elu",
          "Selu",
          "Celu",
          "HardSigmoid",
          "HardSwish",
          "Mish",
          "Swish",
          "Gelu",
          "com.microsoft::Gelu",
          "com.microsoft::FastGelu",
          "com.microsoft::QuickGelu",
          "Clip");

  private static final Set<String> PRODUCTS = Set.of("Mul", "MatMul", "Gemm", "Einsum");

  private static final Set<String> LINEAR =
      Set.of(
          "Identity",
          "Dropout",
          "Neg",
          "Cast",
          "CastLike",
          "Add",
          "Sub",
          "Sum",
          "Mean",
          "Where",
          "ReduceSum",
          "ReduceMean",
          "Reshape",
          "Flatten",
          "Squeeze",
          "Unsqueeze",
          "Transpose",
          "Expand",
          "Concat",
          "Split",
          "Slice",
          "Pad",
          "Trilu",
          "Gather",
          "GatherElements",
          "GatherND");

  private static final Map<String, GradientRule> OTHERS =
      Map.of(
          "Div", RescaleRules::div,
          "Pow", RescaleRules::pow,
          "Softmax", RescaleRules::softmax,
          "LogSoftmax", RescaleRules::logSoftmax,
          "LayerNormalization", RescaleRules::layerNorm);

  private RescaleRules() {}

  /** Returns the rule of {@code op}, given with its domain. */
  static Optional<GradientRule> of(String op) {
    if (LINEAR.contains(op)) {
      return GradientRules.of(op);
    }
    if (CURVES.contains(op)) {
      return GradientRules.of(op).map(RescaleRules::chord);
    }
    if (PRODUCTS.contains(op)) {
      return GradientRules.of(op).map(RescaleRules::averaged);
    }
    return Optional.ofNullable(OTHERS.get(op));
  }

  /** dx = dy (y - y') / (x - x'). */
  private static GradientRule chord(GradientRule derivative) {
    return (n, dy) -> {
      Expr slope = derivative.inputGradients(n, dy).get(0).orElseThrow();
      return flowing(chord(n.in(0), n.y(), dy, slope));
    };
  }

  private static Expr chord(Expr x, Expr y, Expr dy, Expr otherwise) {
    Expr step = x.minus(swapped(x));
    Expr size = x.apply("Abs").plus(swapped(x).apply("Abs")).times(SHORTEST);
    Expr isLong = x.emitter().emit("Greater", step.apply("Abs"), size);
    Expr ratio = dy.times(y.minus(swapped(y))).over(step);
    return x.emitter().emit("Where", isLong, ratio, mean(otherwise));
  }

  /** ab - a'b' = (a - a') (b + b') / 2 + (b - b') (a + a') / 2. */
  private static GradientRule averaged(GradientRule derivative) {
    return (n, dy) -> derivative.inputGradients(averaged(n, RescaleRules::mean), dy);
  }

  /** a/b - a'/b' = (a - a') (1/b + 1/b') / 2 - (a + a') / 2 (b - b') / (b b'). */
  private static List<Optional<Expr>> div(Forward n, Expr dy) {
    if (!n.needs(1)) {
      return flowing(dy.over(n.in(1)));
    }
    Expr b = n.in(1);
    Expr inverse = b.apply("Reciprocal");
    Expr a = n.needs(0) ? mean(n.in(0)) : n.in(0);
    Expr db = dy.times(a).negated().over(b.times(swapped(b)));
    return flowing(dy.times(mean(inverse)), db);
  }

  /** The exponent must be a constant. */
  private static List<Optional<Expr>> pow(Forward n, Expr dy) {
    if (n.needs(1)) {
      throw UnsupportedOpException.noRule("Pow", n.node().label(), List.of(n.node().label()));
    }
    Expr slope = GradientRules.of("Pow").orElseThrow().inputGradients(n, dy).get(0).orElseThrow();
    return flowing(chord(n.in(0), n.y(), dy, slope));
  }

  /**
   * With u = log y, y - y' = L (u - u'), L the logarithmic mean of y and y'. The y add up to 1 in
   * both rows, so u - u' = (x - x') - sum(L (x - x')) / sum(L): the gradient of softmax, with L in
   * the place of y.
   */
  private static List<Optional<Expr>> softmax(Forward n, Expr dy) {
    Expr mean = logarithmicMean(n.y(), logSoftmax(n));
    Expr sum = mean.sumKeeping(n.softmaxAxes());
    Expr along = dy.times(mean).sumKeeping(n.softmaxAxes()).over(sum);
    return flowing(mean.times(dy.minus(along)));
  }

  /** As for softmax, without the last step from u to y. */
  private static List<Optional<Expr>> logSoftmax(Forward n, Expr dy) {
    Expr mean = logarithmicMean(n.y().apply("Exp"), n.y());
    Expr share = mean.over(mean.sumKeeping(n.softmaxAxes()));
    return flowing(dy.minus(share.times(dy.sumKeeping(n.softmaxAxes()))));
  }

  private static Expr logSoftmax(Forward n) {
    Expr x = n.in(0);
    Expr shifted = x.minus(highestAlong(x, n.softmaxAxes()));
    return shifted.minus(shifted.apply("Exp").sumKeeping(n.softmaxAxes()).apply("Log"));
  }

  private static Expr logarithmicMean(Expr y, Expr u) {
    return chord(u, y, y.filled(1), y);
  }

  /**
   * With c = x - mean(x), v = mean(c^2) and r = 1 / sqrt(v + epsilon), y = c r scale + shift: a
   * product of c with r, which has a chord in v, which is a product of c with itself.
   */
  private static List<Optional<Expr>> layerNorm(Forward n, Expr dy) {
    int[] axes = {n.rank() - 1};
    if (n.axis(-1) != n.rank() - 1) {
      throw UnsupportedOpException.noRule(
          "LayerNormalization", n.node().label(), List.of(n.node().label()));
    }
    Expr x = n.in(0);
    Expr c = x.minus(x.meanKeeping(axes));
    Expr v = c.squared().meanKeeping(axes).plus(n.node().number("epsilon", 1e-5));
    Expr r = v.apply("Sqrt").apply("Reciprocal");
    Expr scaled = dy.times(n.in(1));
    Expr dr = scaled.times(mean(c)).sumKeeping(axes);
    Expr slope = dr.times(r).over(v).times(-0.5);
    Expr dv = chord(v, r, dr, slope);
    Expr square = dv.times(mean(c)).times(2).over(c.dim(-1).castTo(c.element()));
    Expr dc = scaled.times(mean(r)).plus(square);
    return flowing(dc.minus(dc.meanKeeping(axes)));
  }

  private static Expr highestAlong(Expr x, int[] axes) {
    Emitter emitter = x.emitter();
    long[] along = new long[axes.length];
    for (int i = 0; i < axes.length; i++) {
      along[i] = axes[i];
    }
    return emitter.types().opset() >= 18
        ? emitter.emit("ReduceMax", Attributes.of("keepdims", 1), x, emitter.longs(along))
        : emitter.emit("ReduceMax", Attributes.of("keepdims", 1, "axes", along), x);
  }

  /** Returns the node with the mean of both rows in the place of each input on the path. */
  private static Forward averaged(Forward n, UnaryOperator<Expr> mean) {
    List<String> inputs = new ArrayList<>(n.node().inputs());
    Set<String> active = new HashSet<>();
    for (int i = 0; i < inputs.size(); i++) {
      if (n.needs(i)) {
        inputs.set(i, mean.apply(n.in(i)).name());
        active.add(inputs.get(i));
      }
    }
    return new Forward(n.node().reading(inputs), n.emitter(), n.gradients(), active::contains);
  }

  private static Expr mean(Expr x) {
    return x.plus(swapped(x)).times(0.5);
  }

  /** Returns {@code x} with the halves of its rows exchanged. */
  private static Expr swapped(Expr x) {
    Emitter emitter = x.emitter();
    Expr rows = x.dim(0);
    Expr half = emitter.emit("Div", rows, emitter.longs(2));
    Expr axis = emitter.longs(0);
    Expr first = emitter.emit("Slice", x, emitter.longs(0), half, axis);
    Expr second = emitter.emit("Slice", x, half, rows, axis);
    Expr swapped = emitter.emit("Concat", Attributes.of("axis", 0), second, first);
    emitter.types().put(swapped.name(), x.type());
    return swapped;
  }
}
