package io.glasswatch.onnx.grad;

import static io.glasswatch.onnx.grad.GradientRule.flowing;

import io.glasswatch.onnx.emit.Expr;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Derivatives of normalizations. With z the normalized value and r the reciprocal deviation, a
 * gradient g of z gives dx = r (g - mean(g) - z mean(g z)); where no mean is subtracted, neither is
 * mean(g).
 */
final class Norms {

  private Norms() {}

  /** Y = z scale + bias over all axes from {@code axis} on; mean and r are further outputs. */
  static List<Optional<Expr>> layer(Forward n, Expr dy) {
    int[] axes = IntStream.range(n.axis(-1), n.rank()).toArray();
    Expr mean = n.out(1).castTo(n.element());
    Expr reciprocal = n.out(2).castTo(n.element());
    Expr z = n.in(0).minus(mean).times(reciprocal);
    Expr g = dy.times(n.in(1));
    List<Optional<Expr>> gradients = new ArrayList<>();
    gradients.add(Optional.of(centred(g, z, axes).times(reciprocal)));
    gradients.add(Optional.of(dy.times(z)));
    gradients.add(Optional.of(dy));
    return gradients;
  }

  private static Expr centred(Expr g, Expr z, int[] axes) {
    Expr along = z.times(g.times(z).meanKeeping(axes));
    return g.minus(g.meanKeeping(axes)).minus(along);
  }

  /** Y = x r scale with r = 1 / sqrt(mean(x^2) + epsilon). */
  static List<Optional<Expr>> rms(Forward n, Expr dy) {
    int[] axes = IntStream.range(n.axis(-1), n.rank()).toArray();
    Expr x = n.in(0);
    double epsilon = n.node().number("epsilon", 1e-5);
    Expr r = x.squared().meanKeeping(axes).plus(epsilon).apply("Sqrt").apply("Reciprocal");
    Expr z = x.times(r);
    Expr g = dy.times(n.in(1));
    return flowing(uncentred(g, z, r, axes), dy.times(z));
  }

  private static Expr uncentred(Expr g, Expr z, Expr r, int[] axes) {
    return g.minus(z.times(g.times(z).meanKeeping(axes))).times(r);
  }

  /** The group that FindNorms found: inputs are x and the deviation, output is z. */
  static List<Optional<Expr>> normalized(Forward n, Expr dy) {
    return flowing(centred(dy, n.y(), new int[] {-1}).over(n.in(1)));
  }

  /** The group that FindNorms found: inputs are x and r, output is z. */
  static List<Optional<Expr>> rmsNormalized(Forward n, Expr dy) {
    return flowing(uncentred(dy, n.y(), n.in(1), new int[] {-1}));
  }

  /** Y = x / |x|_p along an axis, for p = 1 and 2. */
  static List<Optional<Expr>> lp(Forward n, Expr dy) {
    int[] axis = {n.axis(-1)};
    Expr x = n.in(0);
    boolean euclidean = n.node().integer("p", 2) == 2;
    Expr length =
        euclidean ? x.squared().sumKeeping(axis).apply("Sqrt") : x.apply("Abs").sumKeeping(axis);
    Expr direction = euclidean ? n.y() : x.apply("Sign");
    Expr along = dy.times(n.y()).sumKeeping(axis);
    return flowing(dy.minus(direction.times(along)).over(length));
  }

  /** Inference form: Y = (x - mean) scale / sqrt(var + epsilon) + bias, all but x constant. */
  static List<Optional<Expr>> batch(Forward n, Expr dy) {
    double epsilon = n.node().number("epsilon", 1e-5);
    Expr factor = n.in(1).over(n.in(4).plus(epsilon).apply("Sqrt"));
    long[] channels = new long[n.rank() - 1];
    Arrays.fill(channels, 1);
    channels[0] = -1;
    return flowing(dy.times(factor.reshaped(channels)));
  }
}
