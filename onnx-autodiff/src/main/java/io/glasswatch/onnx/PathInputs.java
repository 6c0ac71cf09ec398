package io.glasswatch.onnx;

import io.glasswatch.onnx.Description.ExtraInput;
import io.glasswatch.onnx.emit.Emitter;
import io.glasswatch.onnx.emit.Expr;
import io.glasswatch.onnx.graph.Dim;
import io.glasswatch.onnx.graph.ElementType;
import io.glasswatch.onnx.graph.Shape;
import io.glasswatch.onnx.graph.TensorType;
import java.util.Map;
import java.util.Set;

/** Puts a point between a baseline and the input in the place of the token embedding. */
final class PathInputs {
  private final Emitter emitter;
  private final boolean each;
  private final Map<String, ExtraInput> extraInputs;

  /** Makes the inputs; {@code each} position has a baseline of its own, or all share one. */
  PathInputs(Emitter emitter, boolean each, Map<String, ExtraInput> extraInputs) {
    this.emitter = emitter;
    this.each = each;
    this.extraInputs = extraInputs;
  }

  /** Returns {@code baseline + alpha (embedding - baseline)}, which all readers now read. */
  Expr interpolate(Expr embedding, ModelParts parts) {
    Dim batch = parts.ids().shape().dim(0);
    Dim width = embedding.shape().dim(-1);
    Expr baseline =
        each
            ? input(
                "path_baseline",
                "the embeddings of no information, one a position",
                batch,
                parts.ids().shape().dim(-1),
                width)
            : input("path_baseline", "the embedding of no information, at every position", width);
    ElementType type = embedding.element();
    Expr from = baseline.castTo(type);
    Expr step =
        parts
            .copies()
            .map(c -> c.alphaOfRows(type))
            .orElseGet(
                () ->
                    input(
                            "path_alpha",
                            "how far from the baseline (0) to the input (1), a row",
                            batch)
                        .castTo(type)
                        .reshaped(-1, 1, 1));
    Expr difference = embedding.minus(from);
    Expr point = from.plus(step.times(difference));
    emitter.types().put(point.name(), TensorType.of(type, embedding.shape()));
    emitter.redirect(embedding.name(), point, Set.of(difference.name()));
    return point;
  }

  private Expr input(String name, String meaning, Dim... dims) {
    Expr input = emitter.input(name, TensorType.of(ElementType.FLOAT, Shape.of(dims)));
    extraInputs.put(input.name(), ExtraInputs.describe(input, meaning));
    return input;
  }
}
