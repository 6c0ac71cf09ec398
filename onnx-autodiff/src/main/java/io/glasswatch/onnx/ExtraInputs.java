package io.glasswatch.onnx;

import io.glasswatch.onnx.Description.ExtraInput;
import io.glasswatch.onnx.emit.Expr;
import io.glasswatch.onnx.graph.Dim;

/** Describes added inputs. */
final class ExtraInputs {

  private ExtraInputs() {}

  static ExtraInput describe(Expr input, String meaning) {
    return new ExtraInput(
        input.element().text(), input.shape().dims().stream().map(Dim::toString).toList(), meaning);
  }
}
