package io.glasswatch.explainer.attribute;

import ai.onnx.proto.OnnxMl.AttributeProto;
import io.glasswatch.contract.ExplainerModel;
import io.glasswatch.explainer.model.MiniLm;
import io.glasswatch.explainer.model.ModelSettings;
import io.glasswatch.explainer.model.ModelSource;
import io.glasswatch.explainer.model.TextModel;
import io.glasswatch.onnx.graph.Attributes;
import io.glasswatch.onnx.graph.Dim;
import io.glasswatch.onnx.graph.ElementType;
import io.glasswatch.onnx.graph.Graph;
import io.glasswatch.onnx.graph.Model;
import io.glasswatch.onnx.graph.Node;
import io.glasswatch.onnx.graph.OnnxWriter;
import io.glasswatch.onnx.graph.Shape;
import io.glasswatch.onnx.graph.Tensor;
import io.glasswatch.onnx.graph.TensorType;
import io.glasswatch.onnx.graph.Value;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A classifier whose answer is known on paper: every token has a worth, and the two logits are a
 * function of the worths' sum. The vocabulary is MiniLM's; a token's embedding is {@code (worth,
 * 1)}.
 */
final class LinearModel {

  private static final int VOCABULARY = 30_522;

  private LinearModel() {}

  /** What a token is worth; framing tokens and the mask are worth nothing. */
  static double worth(long token) {
    return (token >= 101 && token <= 103) || token % 3 == 0 ? 0 : ((token * 7919) % 17 - 8) / 4.0;
  }

  /** The first logit is the sum itself, the second its square. */
  static TextModel open() {
    float[] table = new float[2 * VOCABULARY];
    for (int token = 0; token < VOCABULARY; token++) {
      table[2 * token] = (float) worth(token);
      table[2 * token + 1] = 1;
    }
    Graph graph =
        new Graph(
            "linear",
            List.of(input("input_ids"), input("attention_mask")),
            List.of(
                new Value(
                    "logits",
                    TensorType.of(ElementType.FLOAT, Shape.of(Dim.named("batch"), Dim.known(2))))),
            List.of(
                node("Gather", "embedded", Map.of(), "table", "input_ids"),
                node("Cast", "mask", Attributes.of("to", 1), "attention_mask"),
                node("Unsqueeze", "row", Map.of(), "mask", "axis"),
                node("MatMul", "sum", Map.of(), "row", "embedded"),
                node("Squeeze", "flat", Map.of(), "sum", "axis"),
                node("MatMul", "worth", Map.of(), "flat", "first"),
                node("Mul", "square", Map.of(), "worth", "worth"),
                node("Concat", "logits", Attributes.of("axis", 1), "worth", "square")),
            Map.of(
                "table", Tensor.floats(List.of((long) VOCABULARY, 2L), table),
                "axis", Tensor.vector(1),
                "first", Tensor.floats(List.of(2L, 1L), 1, 0)),
            List.of());
    byte[] onnx = OnnxWriter.toBytes(Model.of(17, graph));
    ModelSettings settings =
        new ModelSettings(
            "linear",
            ModelSettings.Task.CLASSIFICATION,
            List.of(),
            false,
            Optional.empty(),
            128,
            Optional.of("[MASK]"),
            "{prompt}{response}",
            Set.of(),
            List.of());
    ExplainerModel identity = new ExplainerModel("linear", "h", "h", "h", "cpu");
    return TextModel.open(new ModelSource(onnx, MiniLm.tokenizerJson(), settings, identity), 1);
  }

  private static Value input(String name) {
    return new Value(
        name,
        TensorType.of(ElementType.INT64, Shape.of(Dim.named("batch"), Dim.named("sequence"))));
  }

  private static Node node(
      String op, String output, Map<String, AttributeProto> attributes, String... inputs) {
    return new Node(op, "", output, List.of(inputs), List.of(output), attributes);
  }
}
