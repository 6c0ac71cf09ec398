package io.glasswatch.onnx.grad;

import static io.glasswatch.onnx.grad.GradientRule.flowing;

import io.glasswatch.onnx.emit.Expr;
import io.glasswatch.onnx.graph.Attributes;
import io.glasswatch.onnx.graph.Dim;
import io.glasswatch.onnx.graph.Tensor;
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

  /** Y = z scale + bias over all axes from {@code axis} on. */
  static List<Optional<Expr>> layer(Forward n, Expr dy) {
    int from = n.axis(-1);
    int[] axes = IntStream.range(from, n.rank()).toArray();
    Standard standard = standard(n, from, n.node().number("epsilon", 1e-5));
    Expr g = dy.times(n.in(1));
    List<Optional<Expr>> gradients = new ArrayList<>();
    gradients.add(Optional.of(centred(g, standard.z, axes).times(standard.reciprocal)));
    gradients.add(Optional.of(dy.times(standard.z)));
    gradients.add(Optional.of(dy));
    return gradients;
  }

  /** What a layer norm makes of x before scale and bias, and the reciprocal deviation. */
  private record Standard(Expr z, Expr reciprocal) {}

  /*
   * One more layer norm without scale and bias. The model's own is left alone, so that it can still be
   * fused with what stands around it.
   */
  private static Standard standard(Forward n, int from, double epsilon) {
    Expr x = n.in(0);
    boolean known = x.shape().dims().subList(from, x.rank()).stream().allMatch(Dim::isKnown);
    if (!known) {
      Expr reciprocal = n.out(2).castTo(x.element());
      return new Standard(x.minus(n.out(1).castTo(x.element())).times(reciprocal), reciprocal);
    }
    List<Long> dims = x.shape().dims().subList(from, x.rank()).stream().map(Dim::scale).toList();
    Expr ones = n.emitter().constant(Tensor.filled(x.element(), dims, 1));
    List<Expr> outputs =
        n.emitter()
            .emit(
                "LayerNormalization",
                "",
                Attributes.of("axis", from - x.rank(), "epsilon", epsilon),
                3,
                List.of(x, ones));
    return new Standard(outputs.get(0), outputs.get(2).castTo(x.element()));
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
    int[] last = {-1};
    if (!n.in(0).shape().dim(-1).isKnown()) {
      return flowing(centred(dy, n.y(), last).over(n.in(1)));
    }
    Standard standard = standard(n, n.rank() - 1, n.node().number("epsilon", 0));
    return flowing(centred(dy, standard.z, last).times(standard.reciprocal));
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
