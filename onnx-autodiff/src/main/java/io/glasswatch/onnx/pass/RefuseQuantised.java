package io.glasswatch.onnx.pass;

import io.glasswatch.onnx.grad.GradientRules;
import io.glasswatch.onnx.grad.UnsupportedOpException;
import io.glasswatch.onnx.graph.Constants;
import io.glasswatch.onnx.graph.Model;
import io.glasswatch.onnx.graph.Node;

/** Refuses models that round activations to integers; weights kept in integers are fine. */
public final class RefuseQuantised {

  private RefuseQuantised() {}

  /** Returns {@code model}, which computes in floating point. */
  public static Model apply(Model model) {
    Constants constants = Constants.of(model.graph());
    for (Node node : model.graph().nodes()) {
      boolean ofActivations =
          GradientRules.isQuantised(node.qualifiedOp())
              && !node.input(0).map(constants::isFixed).orElse(true);
      if (ofActivations) {
        throw UnsupportedOpException.quantised(node.qualifiedOp(), node.label());
      }
    }
    return model;
  }
}
