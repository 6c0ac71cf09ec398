package io.glasswatch.onnx.grad;

import java.util.List;

/** A model cannot be differentiated because of an operator on the path. */
public final class UnsupportedOpException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public UnsupportedOpException(String message) {
    super(message);
  }

  /** An operator has no gradient rule. */
  public static UnsupportedOpException noRule(String op, String node, List<String> path) {
    return new UnsupportedOpException(
        """
        no gradient rule for operator %s at node "%s".
          It lies on the gradient path %s.
          Add its rule to GradientRules, export the model without it, or target an output that does not depend on it."""
            .formatted(op, node, String.join(" <- ", path)));
  }

  /** An operator rounds to integers, so that no gradient passes. */
  public static UnsupportedOpException quantised(String op, String node) {
    return new UnsupportedOpException(
        """
        operator %s at node "%s" works on quantised activations.
          Rounding has no useful gradient: prepare the float32 or float16 export of this model instead."""
            .formatted(op, node));
  }
}
