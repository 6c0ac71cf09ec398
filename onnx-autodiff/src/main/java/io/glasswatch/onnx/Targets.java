package io.glasswatch.onnx;

import io.glasswatch.onnx.Description.ExtraInput;
import io.glasswatch.onnx.emit.Emitter;
import io.glasswatch.onnx.emit.Expr;
import io.glasswatch.onnx.graph.Attributes;
import io.glasswatch.onnx.graph.Dim;
import io.glasswatch.onnx.graph.ElementType;
import io.glasswatch.onnx.graph.Shape;
import io.glasswatch.onnx.graph.TensorType;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** Writes the target, one number a row, as nodes behind the model's output. */
final class Targets {
  private final ModelParts parts;
  private final Emitter emitter;
  private final Map<String, ExtraInput> extraInputs;

  Targets(ModelParts parts, Map<String, ExtraInput> extraInputs) {
    this.parts = parts;
    this.emitter = parts.emitter();
    this.extraInputs = extraInputs;
  }

  /** Returns the target, float [batch]. */
  Expr build(Target target) {
    Expr result = parts.result();
    int rank = result.rank();
    if (rank != 2 && rank != 3) {
      throw new UnsupportedModelException(
          "output \"%s\" has rank %d; a target reads [batch, classes] or [batch, sequence, width]"
              .formatted(parts.output().name(), rank));
    }
    return switch (target) {
      case CLASS -> picked(scores(result), targetClass());
      case PROBABILITY ->
          picked(emitter.emit("Softmax", Attributes.of("axis", -1), scores(result)), targetClass());
      case CONTRAST ->
          picked(scores(result), targetClass()).minus(picked(scores(result), otherClass()));
      case TOKENS -> tokens(result);
      case DIRECTION -> direction(result);
      case SEED -> seed(result);
    };
  }

  /* Of a language model, the scores of the next token: those at the last kept position. */
  private Expr scores(Expr result) {
    if (result.rank() == 2) {
      return result;
    }
    return parts.lastKept(result.element()).unsqueezed(1).matmul(result).squeezed(1);
  }

  private Expr targetClass() {
    return input(
        "target_class", ElementType.INT64, "the class whose score is explained, a row", batch());
  }

  private Expr otherClass() {
    return input(
        "target_other", ElementType.INT64, "the class it is contrasted with, a row", batch());
  }

  private Expr picked(Expr scores, Expr index) {
    return emitter
        .emit("GatherElements", Attributes.of("axis", 1), scores, index.unsqueezed(1))
        .squeezed(1);
  }

  /* Ids and mask are moved one position to the left, so that the large logits stay as they are. */
  private Expr tokens(Expr logits) {
    if (logits.rank() != 3) {
      throw new UnsupportedModelException(
          "target tokens needs the scores of a language model, [batch, sequence, vocabulary], but output \"%s\" is %s"
              .formatted(parts.output().name(), logits.shape()));
    }
    Expr mask =
        input(
            "target_mask",
            ElementType.FLOAT,
            "1 where the token at that position is part of the target, else 0; weights are allowed",
            batch(),
            sequence());
    Expr logProbabilities = emitter.emit("LogSoftmax", Attributes.of("axis", -1), logits);
    Expr next = movedLeft(parts.ids().castTo(ElementType.INT64)).unsqueezed(2);
    Expr chosen =
        emitter
            .emit("GatherElements", Attributes.of("axis", 2), logProbabilities, next)
            .squeezed(2);
    return chosen.times(movedLeft(mask).castTo(chosen.element())).sum(1);
  }

  private Expr movedLeft(Expr rows) {
    return emitter.emit("Pad", rows, emitter.longs(0, -1, 0, 1), rows.like(0));
  }

  private Expr direction(Expr result) {
    Dim width = result.shape().dim(-1);
    Expr direction =
        input(
            "target_direction",
            ElementType.FLOAT,
            "the concept's direction in the space of the pooled output",
            batch(),
            width);
    Expr pooled = result;
    if (result.rank() == 3) {
      Expr mask = parts.mask(result.element());
      pooled = mask.unsqueezed(1).matmul(result).squeezed(1).over(parts.kept(result.element()));
    }
    return pooled.times(direction.castTo(pooled.element())).sum(1);
  }

  private Expr seed(Expr result) {
    List<Dim> dims = new ArrayList<>(List.of(batch()));
    if (result.rank() == 3) {
      dims.add(sequence());
    }
    dims.add(result.shape().dim(-1));
    Expr seed =
        input(
            "target_seed",
            ElementType.FLOAT,
            "d target / d " + parts.output().name(),
            dims.toArray(new Dim[0]));
    int[] axes = IntStream.range(1, result.rank()).toArray();
    return result.times(seed.castTo(result.element())).sum(axes);
  }

  private Dim batch() {
    return parts.ids().shape().dim(0);
  }

  private Dim sequence() {
    return parts.ids().shape().dim(-1);
  }

  private Expr input(String name, ElementType type, String meaning, Dim... dims) {
    Expr input = emitter.input(name, TensorType.of(type, Shape.of(dims)));
    extraInputs.put(input.name(), ExtraInputs.describe(input, meaning));
    return parts.rows(input);
  }
}
