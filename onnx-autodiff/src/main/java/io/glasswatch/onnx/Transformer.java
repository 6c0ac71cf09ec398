package io.glasswatch.onnx;

import io.glasswatch.onnx.graph.Model;

/** Puts the passes in order. */
final class Transformer {

  private Transformer() {}

  static Prepared transform(Model model, TransformRequest request) {
    if (request.target() != Target.CLASS) {
      throw new UnsupportedModelException("no rule yet for target " + request.target());
    }
    return new Prepared(
        model,
        new Description(
            "unknown",
            new Description.Embedding("", "", 0),
            java.util.List.of(),
            "target",
            java.util.Optional.empty(),
            java.util.Optional.empty(),
            java.util.Optional.empty(),
            java.util.Optional.empty(),
            java.util.Optional.empty(),
            java.util.List.of(),
            java.util.List.of(),
            java.util.List.of(),
            java.util.List.of(),
            java.util.Map.of()));
  }
}
