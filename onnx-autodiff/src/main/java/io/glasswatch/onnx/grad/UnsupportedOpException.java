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
    return at(
        "no gradient rule for operator " + op,
        node,
        path,
        "Add its rule to GradientRules, or target an output in front of the node.");
  }

  /** An operator rounds to integers, so that no gradient passes. */
  public static UnsupportedOpException quantised(String op, String node, List<String> path) {
    return at(
        "operator " + op + " is quantised",
        node,
        path,
        "Rounding has no useful gradient: prepare the float32 or float16 export of this model instead.");
  }

  private static UnsupportedOpException at(
      String what, String node, List<String> path, String remedy) {
    return new UnsupportedOpException(
        """
        %s at node "%s".
          It lies on the gradient path %s.
          %s"""
            .formatted(what, node, String.join(" <- ", path), remedy));
  }
}
