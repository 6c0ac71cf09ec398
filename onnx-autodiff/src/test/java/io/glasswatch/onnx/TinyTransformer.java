package io.glasswatch.onnx;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import io.glasswatch.onnx.graph.Attributes;
import io.glasswatch.onnx.graph.Dim;
import io.glasswatch.onnx.graph.ElementType;
import io.glasswatch.onnx.graph.Graph;
import io.glasswatch.onnx.graph.Model;
import io.glasswatch.onnx.graph.Node;
import io.glasswatch.onnx.graph.Shape;
import io.glasswatch.onnx.graph.Tensor;
import io.glasswatch.onnx.graph.TensorType;
import io.glasswatch.onnx.graph.Value;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** One layer of attention with two heads, on an embedding of ten tokens; random weights. */
final class TinyTransformer {
  static final int WIDTH = 4;
  static final int HEADS = 2;
  static final int CLASSES = 3;
  static final int TOKENS = 5;

  private final List<Node> nodes = new ArrayList<>();
  private final Map<String, Tensor> weights = new LinkedHashMap<>();
  private final Random random = new Random(11);

  private TinyTransformer() {}

  /** Returns a model whose {@code logits} are [batch, classes], read from the first token. */
  static Model classifier() {
    TinyTransformer tiny = new TinyTransformer();
    tiny.body();
    tiny.weights.put("zero", Tensor.longs(List.of(), 0));
    tiny.add("Gather", Attributes.of("axis", 1), "first", "hidden", "zero");
    tiny.add("MatMul", "logits", "first", tiny.matrix("head", WIDTH, CLASSES));
    return tiny.model(Dim.named("batch"), Dim.known(CLASSES));
  }

  /** Returns a model whose {@code logits} are [batch, sequence, width]. */
  static Model encoder() {
    TinyTransformer tiny = new TinyTransformer();
    tiny.body();
    tiny.add("Tanh", "logits", "hidden");
    return tiny.model(Dim.named("batch"), Dim.named("sequence"), Dim.known(WIDTH));
  }

  /** Two rows of five tokens; the second has one of padding at its end. */
  static Map<String, Run.Array> inputs() {
    Map<String, Run.Array> inputs = new HashMap<>();
    double[] ids = {3, 1, 4, 1, 5, 9, 2, 6, 5, 0};
    double[] mask = {1, 1, 1, 1, 1, 1, 1, 1, 1, 0};
    inputs.put("input_ids", Run.Array.of(ids, 2, TOKENS));
    inputs.put("attention_mask", Run.Array.of(mask, 2, TOKENS));
    return inputs;
  }

  private void body() {
    add("Gather", "x", matrix("table", 10, WIDTH), "input_ids");
    weights.put("split", Tensor.vector(0, 0, HEADS, WIDTH / HEADS));
    weights.put("join", Tensor.vector(0, 0, WIDTH));
    weights.put("axes", Tensor.vector(1, 2));
    weights.put("one", Tensor.floats(List.of(), 1));
    weights.put("removed", Tensor.floats(List.of(), -1e4f));
    for (String part : List.of("q", "k", "v")) {
      add("MatMul", part + "/product", "x", matrix(part + "/weight", WIDTH, WIDTH));
      add("Reshape", part + "/split", part + "/product", "split");
      long[] order = part.equals("k") ? new long[] {0, 2, 3, 1} : new long[] {0, 2, 1, 3};
      add("Transpose", Attributes.of("perm", order), part, part + "/split");
    }
    add("MatMul", "scores", "q", "k");
    add("Cast", Attributes.of("to", 1), "mask/float", "attention_mask");
    add("Sub", "mask/padding", "one", "mask/float");
    add("Mul", "mask/low", "mask/padding", "removed");
    add("Unsqueeze", "mask/bias", "mask/low", "axes");
    add("Add", "scores/masked", "scores", "mask/bias");
    add("Softmax", Attributes.of("axis", -1), "probabilities", "scores/masked");
    add("MatMul", "context", "probabilities", "v");
    add("Transpose", Attributes.of("perm", new long[] {0, 2, 1, 3}), "context/turned", "context");
    add("Reshape", "context/joined", "context/turned", "join");
    add("Add", "hidden", "context/joined", "x");
  }

  private void add(String op, String output, String... inputs) {
    add(op, Attributes.NONE, output, inputs);
  }

  private void add(
      String op, Map<String, AttributeProto> attributes, String output, String... inputs) {
    nodes.add(new Node(op, "", output, List.of(inputs), List.of(output), attributes));
  }

  private String matrix(String name, int rows, int columns) {
    float[] values = new float[rows * columns];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) random.nextGaussian();
    }
    weights.put(name, Tensor.floats(List.of((long) rows, (long) columns), values));
    return name;
  }

  private Model model(Dim... logits) {
    TensorType ids =
        TensorType.of(ElementType.INT64, Shape.of(Dim.named("batch"), Dim.named("sequence")));
    List<Value> inputs = List.of(new Value("input_ids", ids), new Value("attention_mask", ids));
    Value output = new Value("logits", TensorType.of(ElementType.FLOAT, Shape.of(logits)));
    Graph graph = new Graph("tiny", inputs, List.of(output), nodes, weights, List.of());
    return new Model(Map.of("", 17L), graph, ModelProto.newBuilder().setIrVersion(8).build());
  }
}
