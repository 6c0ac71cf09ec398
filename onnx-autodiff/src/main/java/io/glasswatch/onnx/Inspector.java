package io.glasswatch.onnx;

import io.glasswatch.onnx.Description.Layer;
import io.glasswatch.onnx.emit.Emitter;
import io.glasswatch.onnx.grad.GradientPath;
import io.glasswatch.onnx.grad.GradientRules;
import io.glasswatch.onnx.grad.UnsupportedOpException;
import io.glasswatch.onnx.graph.Model;
import io.glasswatch.onnx.graph.Node;
import io.glasswatch.onnx.graph.UnsupportedNodeException;
import io.glasswatch.onnx.pass.FindAttention;
import io.glasswatch.onnx.pass.FindAttention.Site;
import io.glasswatch.onnx.pass.FindEmbedding;
import io.glasswatch.onnx.pass.FindEmbedding.Embedding;
import io.glasswatch.onnx.pass.InlineFunctions;
import io.glasswatch.onnx.pass.UpgradeOpset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** Looks at a model the way a transform would, and changes nothing. */
final class Inspector {

  private Inspector() {}

  static Inspection inspect(Model model) {
    try {
      return found(model, Transformer.normalized(model), Optional.empty());
    } catch (UnsupportedNodeException | UnsupportedOpException e) {
      Model plain = UpgradeOpset.apply(InlineFunctions.apply(model));
      return found(model, plain, Optional.of(e.getMessage()));
    }
  }

  private static Inspection found(Model original, Model model, Optional<String> problem) {
    Emitter emitter = new Emitter(model);
    String output = Transformer.output(model.graph(), Optional.empty()).name();
    Optional<Embedding> embedding = FindEmbedding.in(emitter, model.graph(), output);
    List<Layer> layers = new ArrayList<>();
    Map<String, Integer> differentiable = new TreeMap<>();
    Map<String, Integer> unsupported = new TreeMap<>();
    if (embedding.isPresent()) {
      GradientPath path =
          GradientPath.between(
              emitter.types(), emitter.nodes(), Set.of(embedding.get().value()), output);
      for (Site site : FindAttention.in(emitter, path::needsGradient)) {
        layers.add(new Layer(layers.size(), site.heads(), site.softmax()));
      }
      for (Node node : emitter.nodes()) {
        if (path.passes(node)) {
          String op = node.qualifiedOp();
          (GradientRules.of(op).isPresent() ? differentiable : unsupported)
              .merge(op, 1, Integer::sum);
        }
      }
    }
    return new Inspection(
        original.opset(),
        embedding.map(e -> new Description.Embedding(e.value(), e.weight(), e.width())),
        output,
        layers,
        differentiable,
        unsupported,
        problem);
  }
}
