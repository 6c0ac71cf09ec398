package io.glasswatch.onnx;

import io.glasswatch.onnx.Description.ExtraInput;
import io.glasswatch.onnx.emit.Emitter;
import io.glasswatch.onnx.emit.Expr;
import io.glasswatch.onnx.graph.Dim;
import io.glasswatch.onnx.graph.ElementType;
import io.glasswatch.onnx.graph.Shape;
import io.glasswatch.onnx.graph.Tensor;
import io.glasswatch.onnx.graph.TensorType;
import io.glasswatch.onnx.pass.FindAttention.Site;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Adds inputs that scale what heads and tokens contribute. */
final class Gates {
  private final ModelParts parts;
  private final Emitter emitter;
  private final boolean required;
  private final Map<String, ExtraInput> extraInputs;

  /** Makes gates that must be fed, or that are 1 if left out. */
  Gates(ModelParts parts, boolean required, Map<String, ExtraInput> extraInputs) {
    this.required = required;
    this.parts = parts;
    this.emitter = parts.emitter();
    this.extraInputs = extraInputs;
  }

  /** Multiplies each head's output by {@code head_gates[layer, head]}. */
  void onHeads(List<Site> sites) {
    if (sites.isEmpty()) {
      return;
    }
    long heads = sites.get(0).heads();
    boolean alike = heads > 0 && sites.stream().allMatch(s -> s.heads() == heads);
    if (!alike) {
      throw new UnsupportedModelException(
          "gates need the same known number of heads in every layer, but the layers have "
              + sites.stream().map(Site::heads).toList());
    }
    List<Long> dims = List.of((long) sites.size(), heads);
    Expr gates =
        input(
            "head_gates",
            Shape.of(Dim.known(sites.size()), Dim.known(heads)),
            dims,
            "scales the output of each head of each layer");
    for (int layer = 0; layer < sites.size(); layer++) {
      Expr gate = emitter.emit("Gather", gates, emitter.longs(layer)).reshaped(1, heads, 1, 1);
      scale(sites.get(layer), gate);
    }
  }

  /* Scaling the probabilities does the same where the context has its heads folded away. */
  private void scale(Site site, Expr gate) {
    Expr context = emitter.value(site.context());
    boolean hasHeads = context.rank() == 4 && context.shape().dim(1).is(site.heads());
    multiply(hasHeads ? context : emitter.value(site.probabilities()), gate);
  }

  /** Multiplies each token's embedding by {@code token_gates[row, token]}, and returns it. */
  void onTokens(Expr embedding) {
    Shape shape = Shape.of(parts.ids().shape().dim(0), parts.ids().shape().dim(-1));
    Expr gates = input("token_gates", shape, List.of(1L, 1L), "scales each token's embedding");
    /* The default is one number, which has to become one a row before rows are copied. */
    Expr full = emitter.emit("Expand", gates, emitter.value(parts.embedding().ids()).dims());
    multiply(embedding, parts.rows(full).unsqueezed(2));
  }

  private Expr input(String name, Shape shape, List<Long> ofDefault, String meaning) {
    TensorType type = TensorType.of(ElementType.FLOAT, shape);
    Expr gates =
        required
            ? emitter.input(name, type)
            : emitter.inputWithDefault(name, type, Tensor.filled(ElementType.FLOAT, ofDefault, 1));
    String ending = required ? "" : "; 1 if left out";
    extraInputs.put(gates.name(), ExtraInputs.describe(gates, meaning + ending));
    return gates;
  }

  private void multiply(Expr value, Expr gate) {
    Expr scaled = value.times(gate.castTo(value.element()));
    emitter.types().put(scaled.name(), value.type());
    emitter.redirect(value.name(), scaled, Set.of(scaled.name()));
  }
}
