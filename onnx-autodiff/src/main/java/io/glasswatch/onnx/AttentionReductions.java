package io.glasswatch.onnx;

import io.glasswatch.onnx.emit.Emitter;
import io.glasswatch.onnx.emit.Expr;
import io.glasswatch.onnx.graph.Attributes;
import io.glasswatch.onnx.graph.ElementType;
import io.glasswatch.onnx.graph.Node;
import io.glasswatch.onnx.pass.FindAttention.Site;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Reduces attention to one number a token. Both reductions are one row of a product of matrices, so
 * they are taken from the left, row times matrix, from the last layer to the first: O(S^2) a layer.
 *
 * <p>Sources: Abnar and Zuidema, "Quantifying Attention Flow in Transformers", ACL 2020; Chefer,
 * Gur and Wolf, "Generic Attention-Model Explainability", ICCV 2021.
 */
final class AttentionReductions {
  private final ModelParts parts;
  private final Emitter emitter;
  private final Readout readout;

  AttentionReductions(ModelParts parts, Readout readout) {
    this.parts = parts;
    this.emitter = parts.emitter();
    this.readout = readout == Readout.AUTO ? guess() : readout;
  }

  /**
   * Returns the readout row of the product of {@code (mean of heads + I) / 2}, [batch, sequence].
   */
  Expr rollout(List<Site> sites) {
    Expr row = row();
    for (int i = sites.size() - 1; i >= 0; i--) {
      Expr mean = probabilities(sites.get(i)).mean(1);
      Expr normalized = mean.over(emitter.emit("Max", mean.sumKeeping(-1), mean.like(1e-12)));
      row = row.matmul(normalized).plus(row).times(0.5);
    }
    return row.squeezed(1);
  }

  /**
   * Returns the readout row of the product of {@code I + mean(max(0, P dP))}, [batch, sequence].
   */
  Expr relevance(List<Site> sites, List<Expr> gradients) {
    Expr row = row();
    for (int i = sites.size() - 1; i >= 0; i--) {
      Expr weighted = probabilities(sites.get(i)).times(inFloat(gradients.get(i)));
      row = row.plus(row.matmul(weighted.apply("Relu").mean(1)));
    }
    return row.squeezed(1);
  }

  /** Returns a site's probabilities, in float. */
  Expr probabilities(Site site) {
    return byHead(site, emitter.value(site.probabilities()));
  }

  /**
   * Returns {@code value}, of a site's probabilities, in float and with a dimension of its heads.
   */
  static Expr byHead(Site site, Expr value) {
    if (value.rank() == 4) {
      return inFloat(value);
    }
    if (value.rank() != 3 || site.heads() < 0) {
      throw new UnsupportedModelException(
          "attention at node \"%s\" has shape %s, in which its heads cannot be told apart"
              .formatted(site.softmax(), value.shape()));
    }
    Expr lead = value.emitter().longs(-1, site.heads());
    Expr tail = value.emitter().emit("Shape", Attributes.of("start", 1), value);
    Expr dims = value.emitter().emit("Concat", Attributes.of("axis", 0), lead, tail);
    return inFloat(value.emitter().emit("Reshape", value, dims));
  }

  static Expr inFloat(Expr value) {
    return value.element().isHalf() ? value.castTo(ElementType.FLOAT) : value;
  }

  /* [batch, 1, sequence], its elements adding up to 1. */
  private Expr row() {
    ElementType type = ElementType.FLOAT;
    Expr row =
        switch (readout) {
          case FIRST -> first();
          case LAST -> parts.lastKept(type);
          default -> parts.mask(type).over(parts.kept(type));
        };
    return row.unsqueezed(1);
  }

  private Expr first() {
    Expr ones = emitter.scalar(ElementType.FLOAT, 1).expandedLike(parts.ids());
    Expr counted = emitter.emit("CumSum", ones, emitter.scalar(ElementType.INT64, 1));
    return emitter.emit("Equal", counted, counted.like(1)).castTo(ElementType.FLOAT);
  }

  /* Scores at every position read the last one; a head that slices one token off reads that one. */
  private Readout guess() {
    if (parts.result().rank() == 3) {
      return parts.output().name().contains("hidden") ? Readout.MEAN : Readout.LAST;
    }
    List<String> open = new ArrayList<>(List.of(parts.output().name()));
    for (int i = 0; i < open.size() && i < 64; i++) {
      Optional<Node> maker = emitter.maker(open.get(i));
      if (maker.isPresent()) {
        Optional<Readout> found = picks(maker.get());
        if (found.isPresent()) {
          return found.get();
        }
        open.addAll(
            maker.get().inputs().stream().filter(v -> !emitter.constants().isFixed(v)).toList());
      }
    }
    return Readout.MEAN;
  }

  private Optional<Readout> picks(Node node) {
    if (node.is("GatherND") || node.is("GatherElements")) {
      return Optional.of(Readout.LAST);
    }
    boolean picksOne = (node.is("Gather") && node.integer("axis", 0) == 1) || node.is("Slice");
    if (!picksOne || emitter.value(node.inputs().get(0)).rank() != 3) {
      return Optional.empty();
    }
    boolean first =
        node.input(1)
            .flatMap(v -> emitter.types().content(v))
            .filter(c -> c.get(0).is(0))
            .isPresent();
    return Optional.of(first ? Readout.FIRST : Readout.LAST);
  }
}
