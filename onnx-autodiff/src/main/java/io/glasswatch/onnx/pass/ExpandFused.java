package io.glasswatch.onnx.pass;

import static java.util.Map.entry;

import io.glasswatch.onnx.emit.Emitter;
import io.glasswatch.onnx.emit.Expr;
import io.glasswatch.onnx.graph.Attributes;
import io.glasswatch.onnx.graph.ElementType;
import io.glasswatch.onnx.graph.Model;
import io.glasswatch.onnx.graph.Node;
import io.glasswatch.onnx.graph.UnsupportedNodeException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Writes out operators that hide what is asked for: attention whose probabilities stay inside, and
 * fusions that an optimiser made. What remains has rules.
 */
public final class ExpandFused {

  /** How one fused operator is written out: the values of its outputs, in order. */
  @FunctionalInterface
  interface Expansion {
    List<Expr> outputs(Fused node);
  }

  private static final Map<String, Expansion> EXPANSIONS =
      Map.ofEntries(
          entry("com.microsoft::FusedGemm", ExpandFused::fusedGemm),
          entry("com.microsoft::BiasGelu", n -> gelu(n, "Gelu")),
          entry("com.microsoft::FastGelu", n -> gelu(n, "FastGelu")),
          entry("com.microsoft::SkipLayerNormalization", ExpandFused::skipLayerNorm),
          entry("com.microsoft::SkipSimplifiedLayerNormalization", ExpandFused::skipRmsNorm),
          entry("SimplifiedLayerNormalization", ExpandFused::rmsNorm),
          entry("com.microsoft::EmbedLayerNormalization", ExpandFused::embedLayerNorm),
          entry("com.microsoft::Attention", ExpandAttention::packed),
          entry("com.microsoft::MultiHeadAttention", ExpandAttention::multiHead),
          entry("Attention", ExpandAttention::standard));

  private ExpandFused() {}

  /** Returns the operators that are written out, sorted. */
  public static Set<String> operators() {
    return new TreeSet<>(EXPANSIONS.keySet());
  }

  /** Returns {@code model} with its fused operators written out. */
  public static Model apply(Model model) {
    if (model.graph().nodes().stream().noneMatch(ExpandFused::isFused)) {
      return model;
    }
    Emitter emitter = Emitter.rebuilding(model, "expanded/");
    for (Node node : model.graph().nodes()) {
      if (isFused(node)) {
        List<Expr> outputs = EXPANSIONS.get(node.qualifiedOp()).outputs(new Fused(node, emitter));
        for (int i = 0; i < node.outputs().size(); i++) {
          bind(emitter, node, i, outputs);
        }
      } else {
        emitter.adopt(node);
      }
    }
    return emitter.finish();
  }

  /* A plain FastGelu has a rule of its own; with a bias it is an addition and that. */
  private static boolean isFused(Node node) {
    boolean alreadyPlain = node.is("com.microsoft::FastGelu") && node.input(1).isEmpty();
    return EXPANSIONS.containsKey(node.qualifiedOp()) && !alreadyPlain;
  }

  private static void bind(Emitter emitter, Node node, int index, List<Expr> outputs) {
    if (node.output(index).isEmpty()) {
      return;
    }
    if (index >= outputs.size()) {
      throw new UnsupportedNodeException(node, "output %d of it is used".formatted(index));
    }
    String name = node.output(index).get();
    emitter.adopt(
        new Node(
            "Identity",
            "",
            name,
            List.of(outputs.get(index).name()),
            List.of(name),
            Attributes.NONE));
  }

  private static List<Expr> fusedGemm(Fused n) {
    Expr product =
        n.emit(
            "Gemm",
            Attributes.of(
                "alpha",
                n.number("alpha", 1),
                "beta",
                n.number("beta", 1),
                "transA",
                n.integer("transA", 0),
                "transB",
                n.integer("transB", 0)),
            n.inputs());
    String activation = n.node().text("activation", "");
    if (!Set.of("Relu", "Tanh", "Sigmoid", "LeakyRelu").contains(activation)) {
      throw new UnsupportedNodeException(n.node(), "its activation is \"" + activation + "\"");
    }
    double alpha = n.number("activation_alpha", 0.01);
    return List.of(
        activation.equals("LeakyRelu")
            ? n.emit(activation, Attributes.of("alpha", alpha), List.of(product))
            : product.apply(activation));
  }

  private static List<Expr> gelu(Fused n, String op) {
    Expr x = n.in(0).plus(n.in(1));
    return n.emitter().emit(op, "com.microsoft", Attributes.NONE, 1, List.of(x));
  }

  /** The sum is normalised, and is the fourth output. */
  private static List<Expr> skipLayerNorm(Fused n) {
    Expr sum = withOptional(n, n.in(0).plus(n.in(1)), 4);
    List<Expr> inputs = new ArrayList<>(List.of(sum, n.in(2)));
    if (n.has(3)) {
      inputs.add(n.in(3));
    }
    return List.of(normalized(n, inputs), sum, sum, sum);
  }

  private static Expr normalized(Fused n, List<Expr> inputs) {
    return n.emit(
        "LayerNormalization",
        Attributes.of("axis", -1, "epsilon", n.number("epsilon", 1e-12)),
        inputs);
  }

  private static Expr withOptional(Fused n, Expr sum, int index) {
    return n.has(index) ? sum.plus(n.in(index)) : sum;
  }

  private static List<Expr> skipRmsNorm(Fused n) {
    Expr sum = withOptional(n, n.in(0).plus(n.in(1)), 3);
    return List.of(rmsNormalized(n, sum, n.in(2)), sum, sum, sum);
  }

  /* ONNX Runtime keeps this operator where the standard has none of that name. */
  private static List<Expr> rmsNorm(Fused n) {
    return List.of(rmsNormalized(n, n.in(0), n.in(1)));
  }

  private static Expr rmsNormalized(Fused n, Expr x, Expr scale) {
    Expr wide = x.element().isHalf() ? x.castTo(ElementType.FLOAT) : x;
    Expr mean = wide.squared().meanKeeping(-1).plus(n.number("epsilon", 1e-5));
    Expr y = wide.times(mean.apply("Sqrt").apply("Reciprocal"));
    return y.castTo(x.element()).times(scale);
  }

  /**
   * Word, position and segment vectors, added and normalised; the second output counts the mask.
   */
  private static List<Expr> embedLayerNorm(Fused n) {
    Expr ids = n.in(0);
    Expr words = n.emit("Gather", Attributes.of("axis", 0), List.of(n.in(2), ids));
    Expr sum = words.plus(positions(n, ids));
    if (n.has(1) && n.has(4)) {
      sum = sum.plus(n.emit("Gather", Attributes.of("axis", 0), List.of(n.in(4), n.in(1))));
    }
    List<Expr> outputs = new ArrayList<>();
    outputs.add(normalized(n, List.of(sum, n.in(5), n.in(6))));
    outputs.add(
        n.has(7)
            ? n.in(7).castTo(ElementType.INT32).sum(1)
            : n.emitter().scalar(ElementType.INT32, 0));
    outputs.add(sum);
    return outputs;
  }

  private static Expr positions(Fused n, Expr ids) {
    if (n.has(8)) {
      return n.emit("Gather", Attributes.of("axis", 0), List.of(n.in(3), n.in(8)));
    }
    Expr zero = n.emitter().longs(0);
    return n.emit("Slice", Attributes.NONE, List.of(n.in(3), zero, ids.dim(1), zero));
  }
}
