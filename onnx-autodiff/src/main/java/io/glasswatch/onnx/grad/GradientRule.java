package io.glasswatch.onnx.grad;

import io.glasswatch.onnx.emit.Expr;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** How one operator passes a gradient back: its vector-Jacobian product. */
@FunctionalInterface
public interface GradientRule {

  /**
   * Returns the gradient of each input of {@code node}, empty where none flows.
   *
   * @param node the forward node
   * @param dy gradient of its first output, in that output's shape
   * @return one entry an input, in order; inputs behind the last entry get none. A gradient may
   *     have the broadcast shape: {@link ReverseMode} sums it back to the input's own.
   */
  List<Optional<Expr>> inputGradients(Forward node, Expr dy);

  /** Returns gradients that all flow. */
  static List<Optional<Expr>> flowing(Expr... gradients) {
    return Arrays.stream(gradients).map(Optional::of).toList();
  }
}
