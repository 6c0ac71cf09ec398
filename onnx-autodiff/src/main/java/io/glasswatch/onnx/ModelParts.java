package io.glasswatch.onnx;

import io.glasswatch.onnx.emit.Emitter;
import io.glasswatch.onnx.emit.Expr;
import io.glasswatch.onnx.graph.Attributes;
import io.glasswatch.onnx.graph.ElementType;
import io.glasswatch.onnx.graph.Graph;
import io.glasswatch.onnx.graph.Tensor;
import io.glasswatch.onnx.graph.TensorType;
import io.glasswatch.onnx.graph.Value;
import io.glasswatch.onnx.pass.FindEmbedding.Embedding;
import java.util.List;
import java.util.Optional;

/**
 * The values of a model that every part of the transform speaks of.
 *
 * @param emitter the model under construction
 * @param graph the model as it came
 * @param embedding its token embedding
 * @param output the output the target reads
 * @param copies copies of every row along a path, if the graph is to integrate
 */
record ModelParts(
    Emitter emitter, Graph graph, Embedding embedding, Value output, Optional<RowCopies> copies) {

  /** Returns the token ids, [batch, sequence]. */
  Expr ids() {
    return rows(emitter.value(embedding.ids()));
  }

  /** Returns an input in as many rows as the graph computes. */
  Expr rows(Expr input) {
    return copies.map(c -> c.copy(input)).orElse(input);
  }

  /** Returns those rows of {@code value} that belong to the input itself. */
  Expr first(Expr value) {
    return copies.map(c -> c.first(value)).orElse(value);
  }

  /** Returns the output the target reads, in float if the model computes in half precision. */
  Expr result() {
    Expr result = copies.map(c -> c.allRows(output.name())).orElse(emitter.value(output.name()));
    return result.element().isHalf() ? result.castTo(ElementType.FLOAT) : result;
  }

  /**
   * Returns 1 where a position is kept and 0 where it is padding, [batch, sequence], in {@code
   * type}.
   */
  Expr mask(ElementType type) {
    Optional<Value> input =
        graph.inputs().stream()
            .filter(v -> v.name().contains("mask") && isMatrix(v.type()))
            .findFirst();
    if (input.isPresent()) {
      return rows(emitter.value(input.get().name())).castTo(type);
    }
    return emitter.scalar(type, 1).expandedLike(ids());
  }

  private static boolean isMatrix(TensorType type) {
    return type.shape().filter(s -> s.rank() == 2).isPresent();
  }

  /** Returns the number of positions that are kept, at least 1, [batch, 1]. */
  Expr kept(ElementType type) {
    return emitter.emit("Max", mask(type).sumKeeping(1), emitter.scalar(type, 1));
  }

  /** Returns 1 at the last kept position of each row and 0 elsewhere, [batch, sequence]. */
  Expr lastKept(ElementType type) {
    Expr mask = mask(ElementType.FLOAT);
    Expr fromEnd =
        emitter.emit("CumSum", Attributes.of("reverse", 1), mask, emitter.constant(scalarOne()));
    Expr isLast = emitter.emit("Equal", fromEnd.times(mask), fromEnd.like(1));
    return isLast.castTo(type);
  }

  private static Tensor scalarOne() {
    return Tensor.longs(List.of(), 1);
  }
}
