package io.glasswatch.onnx.grad;

import static io.glasswatch.onnx.grad.GradientRule.flowing;

import io.glasswatch.onnx.emit.Expr;
import java.util.List;
import java.util.Optional;

/** Derivatives of the elementwise functions that are more than a line. */
final class Activations {

  private Activations() {}

  static Expr positive(Expr x) {
    return x.emitter().emit("Greater", x, x.like(0));
  }

  private static Expr choose(Expr condition, Expr yes, Expr no) {
    return yes.emitter().emit("Where", condition, yes, no);
  }

  static List<Optional<Expr>> leakyRelu(Forward n, Expr dy) {
    double alpha = n.node().number("alpha", 0.01);
    return flowing(choose(positive(n.in(0)), dy, dy.times(alpha)));
  }

  static List<Optional<Expr>> thresholdedRelu(Forward n, Expr dy) {
    Expr x = n.in(0);
    double alpha = n.node().number("alpha", 1);
    return flowing(dy.where(x.emitter().emit("Greater", x, x.like(alpha))));
  }

  static List<Optional<Expr>> pRelu(Forward n, Expr dy) {
    Expr x = n.in(0);
    Expr kept = positive(x);
    Expr slope = dy.times(x).where(kept.apply("Not"));
    return flowing(choose(kept, dy, dy.times(n.in(1))), slope);
  }

  /** y = a (e^x - 1) below 0, so its slope there is y + a. */
  static List<Optional<Expr>> elu(Forward n, Expr dy) {
    double alpha = n.node().number("alpha", 1);
    return flowing(choose(positive(n.in(0)), dy, dy.times(n.y().plus(alpha))));
  }

  static List<Optional<Expr>> selu(Forward n, Expr dy) {
    double alpha = n.node().number("alpha", 1.6732631921768188);
    double gamma = n.node().number("gamma", 1.0507010221481323);
    Expr below = dy.times(n.y().plus(alpha * gamma));
    return flowing(choose(positive(n.in(0)), dy.times(gamma), below));
  }

  /** y = a (e^(x/a) - 1) below 0, so its slope there is y / a + 1. */
  static List<Optional<Expr>> celu(Forward n, Expr dy) {
    double alpha = n.node().number("alpha", 1);
    return flowing(choose(positive(n.in(0)), dy, dy.times(n.y().over(alpha).plus(1))));
  }

  static List<Optional<Expr>> hardSigmoid(Forward n, Expr dy) {
    double alpha = n.node().number("alpha", 0.2);
    return flowing(dy.times(alpha).where(between(n.y(), 0, 1)));
  }

  /** y = x h(x) with h the hard sigmoid of slope 1/6, so y' = h + x/6 inside, 0 or 1 outside. */
  static List<Optional<Expr>> hardSwish(Forward n, Expr dy) {
    Expr x = n.in(0);
    Expr inside = dy.times(x.over(3).plus(0.5));
    Expr outside = dy.where(positive(x));
    return flowing(choose(between(x, -3, 3), inside, outside));
  }

  private static Expr between(Expr x, double low, double high) {
    return x.emitter()
        .emit(
            "And",
            x.emitter().emit("Greater", x, x.like(low)),
            x.emitter().emit("Less", x, x.like(high)));
  }

  /** y = x t with t = tanh(softplus(x)), so y' = t + x (1 - t^2) sigmoid(x). */
  static List<Optional<Expr>> mish(Forward n, Expr dy) {
    Expr x = n.in(0);
    Expr t = x.apply("Softplus").apply("Tanh");
    Expr slope = x.minus(x.times(t.squared())).times(x.apply("Sigmoid"));
    return flowing(dy.times(t.plus(slope)));
  }

  static List<Optional<Expr>> swish(Forward n, Expr dy) {
    return swish(n, dy, n.node().number("alpha", 1));
  }

  static List<Optional<Expr>> quickGelu(Forward n, Expr dy) {
    return swish(n, dy, n.node().number("alpha", 1.702));
  }

  /** y = x s with s = sigmoid(a x), so y' = s + a y (1 - s). */
  private static List<Optional<Expr>> swish(Forward n, Expr dy, double alpha) {
    Expr s = n.in(0).times(alpha).apply("Sigmoid");
    Expr y = n.y();
    return flowing(dy.times(s.plus(y.minus(y.times(s)).times(alpha))));
  }

  static List<Optional<Expr>> gelu(Forward n, Expr dy) {
    return n.node().text("approximate", "none").equals("tanh") ? tanhGelu(n, dy) : exactGelu(n, dy);
  }

  private static List<Optional<Expr>> exactGelu(Forward n, Expr dy) {
    Expr u = n.in(0).times(Math.sqrt(0.5));
    return flowing(dy.times(twiceSlope(u, u.apply("Erf").plus(1))).times(0.5));
  }

  /** The group that FindGelu found: its u and 1 + erf(u) are there already. */
  static List<Optional<Expr>> erfGelu(Forward n, Expr dy) {
    return flowing(dy.times(twiceSlope(n.in(1), n.in(2))).times(0.5));
  }

  /* 2 y' = 1 + erf(u) + u exp(c - u^2), where u = x / sqrt(2) and exp(c) = 2 / sqrt(pi). */
  private static Expr twiceSlope(Expr u, Expr onePlusErf) {
    Expr bell = u.like(Math.log(2 / Math.sqrt(Math.PI))).minus(u.squared()).apply("Exp");
    return onePlusErf.plus(bell.times(u));
  }

  /* y = x (1 + t) / 2, t = tanh(c (x + k x^3)); y' = (1 + t) / 2 + x (1 - t^2) c (1 + 3 k x^2) / 2. */
  static List<Optional<Expr>> tanhGelu(Forward n, Expr dy) {
    Expr x = n.in(0);
    double c = Math.sqrt(2 / Math.PI);
    double k = 0.044715;
    Expr square = x.squared();
    Expr t = x.times(square.times(c * k).plus(c)).apply("Tanh");
    Expr inner = x.times(square.times(1.5 * c * k).plus(0.5 * c));
    Expr slope = t.plus(1).times(0.5).plus(inner.minus(inner.times(t.squared())));
    return flowing(dy.times(slope));
  }

  /** The gradient passes where neither bound holds; opset 6 has the bounds as attributes. */
  static List<Optional<Expr>> clip(Forward n, Expr dy) {
    Expr x = n.in(0);
    Expr gradient = dy;
    if (n.has(1) || n.node().attribute("min").isPresent()) {
      Expr low = n.has(1) ? n.in(1) : x.like(n.node().number("min", 0));
      gradient = gradient.where(x.emitter().emit("GreaterOrEqual", x, low));
    }
    if (n.has(2) || n.node().attribute("max").isPresent()) {
      Expr high = n.has(2) ? n.in(2) : x.like(n.node().number("max", 0));
      gradient = gradient.where(x.emitter().emit("LessOrEqual", x, high));
    }
    return flowing(gradient);
  }
}
