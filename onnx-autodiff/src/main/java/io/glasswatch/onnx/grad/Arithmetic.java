package io.glasswatch.onnx.grad;

import static io.glasswatch.onnx.grad.GradientRule.flowing;

import io.glasswatch.onnx.emit.Expr;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Derivatives of the elementwise operators with several inputs. */
final class Arithmetic {

  private Arithmetic() {}

  /** y = a / b, so da = dy / b and db = -dy y / b. */
  static List<Optional<Expr>> div(Forward n, Expr dy) {
    Expr da = dy.over(n.in(1));
    return n.needs(1) ? flowing(da, da.times(n.y()).negated()) : flowing(da);
  }

  /** y = x^p, so dx = dy p x^(p-1) and dp = dy y log(x). */
  static List<Optional<Expr>> pow(Forward n, Expr dy) {
    Expr x = n.in(0);
    Expr dx = dy.times(slope(n, x));
    return n.needs(1) ? flowing(dx, dy.times(n.y()).times(x.apply("Log"))) : flowing(dx);
  }

  private static Expr slope(Forward n, Expr x) {
    Optional<Double> constant = n.number(1);
    if (constant.isEmpty()) {
      Expr p = n.in(1).castTo(x.element());
      return p.times(x.emitter().emit("Pow", x, p.minus(1)));
    }
    double p = constant.get();
    if (p == 2) {
      return x.times(2);
    }
    if (p == 3) {
      return x.squared().times(3);
    }
    return x.emitter().emit("Pow", x, x.like(p - 1)).times(p);
  }

  /** y = a - b trunc(a / b); flat in b but for the quotient. */
  static List<Optional<Expr>> mod(Forward n, Expr dy) {
    if (!n.needs(1)) {
      return flowing(dy);
    }
    Expr quotient = n.in(0).minus(n.y()).over(n.in(1));
    return flowing(dy, dy.times(quotient).negated());
  }

  /** The gradient goes to the input that is the extreme one. */
  static List<Optional<Expr>> extreme(Forward n, Expr dy) {
    List<Optional<Expr>> gradients = new ArrayList<>();
    for (int i = 0; i < n.inputs(); i++) {
      gradients.add(Optional.of(dy.where(n.emitter().emit("Equal", n.in(i), n.y()))));
    }
    return gradients;
  }

  static List<Optional<Expr>> where(Forward n, Expr dy) {
    Expr condition = n.in(0);
    Expr no = n.emitter().emit("Where", condition, dy.like(0), dy);
    return List.of(Optional.empty(), Optional.of(dy.where(condition)), Optional.of(no));
  }
}
