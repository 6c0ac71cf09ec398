package io.glasswatch.onnx;

import ai.onnx.proto.OnnxMl.AttributeProto;
import io.glasswatch.onnx.graph.Attributes;
import io.glasswatch.onnx.graph.Dim;
import io.glasswatch.onnx.graph.ElementType;
import io.glasswatch.onnx.graph.Graph;
import io.glasswatch.onnx.graph.InvalidModelException;
import io.glasswatch.onnx.graph.Model;
import io.glasswatch.onnx.graph.Node;
import io.glasswatch.onnx.graph.OnnxReader;
import io.glasswatch.onnx.graph.OnnxWriter;
import io.glasswatch.onnx.graph.Shape;
import io.glasswatch.onnx.graph.Tensor;
import io.glasswatch.onnx.graph.TensorType;
import io.glasswatch.onnx.graph.Value;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A small classifier that is appended to an encoder's graph: masked mean pooling, then dense
 * layers.
 *
 * <p>With {@code h} the encoder's hidden states [batch, sequence, width] and {@code m} the
 * attention mask, the pooled embedding is {@code p[b] = sum over t of m[b, t] h[b, t] / max(1, sum
 * over t of m[b, t])}. The appended model has two more outputs: {@code sentence_embedding} [batch,
 * width] and {@code logits} [batch, classes].
 *
 * @param hiddenOutput the encoder output that is pooled
 * @param maskInput the encoder's attention mask
 * @param normalized whether the pooled embedding is scaled to length 1 first
 * @param layers from the embedding to the logits; at least one
 */
public record PooledHead(
    String hiddenOutput, String maskInput, boolean normalized, List<Dense> layers) {

  /** Where the pooled embedding leaves the appended model. */
  public static final String EMBEDDING_OUTPUT = "sentence_embedding";

  /** Where the class scores leave the appended model. */
  public static final String LOGITS_OUTPUT = "logits";

  private static final String PREFIX = "pooled_head/";

  public PooledHead {
    layers = List.copyOf(layers);
    if (layers.isEmpty()) {
      throw new IllegalArgumentException("a head needs at least one layer");
    }
    for (int i = 1; i < layers.size(); i++) {
      int before = layers.get(i - 1).outputs();
      if (layers.get(i).inputs() != before) {
        throw new IllegalArgumentException(
            "layer %d reads %d numbers, but the layer before it gives %d"
                .formatted(i, layers.get(i).inputs(), before));
      }
    }
  }

  /**
   * Returns a head on a sentence-transformers export: {@code last_hidden_state}, mean, no scaling.
   */
  public static PooledHead of(Dense... layers) {
    return new PooledHead("last_hidden_state", "attention_mask", false, List.of(layers));
  }

  /** What follows a dense layer. */
  public enum Activation {
    NONE,
    RELU,
    TANH
  }

  /**
   * One dense layer, {@code y = activation(x W + b)}.
   *
   * @param inputs rows of {@code W}
   * @param outputs columns of {@code W}, and the length of {@code b}
   * @param weights {@code W} row by row, [inputs * outputs]
   * @param bias {@code b}, [outputs]
   * @param activation applied to each output
   */
  public record Dense(
      int inputs, int outputs, List<Float> weights, List<Float> bias, Activation activation) {
    public Dense {
      weights = List.copyOf(weights);
      bias = List.copyOf(bias);
      if (weights.size() != (long) inputs * outputs || bias.size() != outputs) {
        throw new IllegalArgumentException(
            "a layer of %d x %d needs %d weights and %d biases, but has %d and %d"
                .formatted(
                    inputs, outputs, inputs * outputs, outputs, weights.size(), bias.size()));
      }
    }

    /** Returns a layer from {@code weights[input][output]}. */
    public static Dense of(float[][] weights, float[] bias, Activation activation) {
      List<Float> flat = new ArrayList<>();
      for (float[] row : weights) {
        flat.addAll(boxed(row));
      }
      return new Dense(weights.length, bias.length, flat, boxed(bias), activation);
    }

    private static List<Float> boxed(float[] values) {
      List<Float> boxed = new ArrayList<>(values.length);
      for (float value : values) {
        boxed.add(value);
      }
      return boxed;
    }
  }

  /** Returns the bytes of {@code encoder}, an ONNX file, with this head appended. */
  public byte[] appendTo(byte[] encoder) {
    return OnnxWriter.toBytes(appendTo(OnnxReader.read(encoder)));
  }

  /**
   * Returns {@code encoder} with this head appended.
   *
   * @throws InvalidModelException if it has no such output or input
   */
  public Model appendTo(Model encoder) {
    Graph graph = encoder.graph();
    require(graph.outputs(), hiddenOutput, "output");
    require(graph.inputs(), maskInput, "input");
    Drawing drawing =
        new Drawing(
            new ArrayList<>(graph.nodes()),
            new LinkedHashMap<>(graph.initializers()),
            encoder.opset());
    drawing.pool();
    drawing.classify();
    List<Value> outputs = new ArrayList<>(graph.outputs());
    outputs.add(output(EMBEDDING_OUTPUT, layers.get(0).inputs()));
    outputs.add(output(LOGITS_OUTPUT, layers.get(layers.size() - 1).outputs()));
    return encoder.withGraph(
        new Graph(
            graph.name(),
            graph.inputs(),
            outputs,
            drawing.nodes,
            drawing.initializers,
            graph.hints()));
  }

  private static Value output(String name, int width) {
    return new Value(
        name, TensorType.of(ElementType.FLOAT, Shape.of(Dim.named("batch"), Dim.known(width))));
  }

  private static void require(List<Value> values, String name, String kind) {
    if (values.stream().noneMatch(v -> v.name().equals(name))) {
      throw new InvalidModelException(
          "the encoder has no %s \"%s\"; it has %s"
              .formatted(kind, name, values.stream().map(Value::name).toList()));
    }
  }

  /** The nodes of the head, drawn one after another. */
  private final class Drawing {
    private final List<Node> nodes;
    private final Map<String, Tensor> initializers;
    private final long opset;

    Drawing(List<Node> nodes, Map<String, Tensor> initializers, long opset) {
      this.nodes = nodes;
      this.initializers = initializers;
      this.opset = opset;
    }

    /* p = m h / max(1, sum m) as one product: [b, 1, t] x [b, t, w]. */
    void pool() {
      add("Cast", "mask", Attributes.of("to", 1), maskInput);
      String row = unsqueezed();
      add("MatMul", "sum", Attributes.NONE, row, hiddenOutput);
      squeezed("pooled_sum");
      String one = constant("one", Tensor.floats(List.of(), 1f));
      add("ReduceL1", "kept", reduceAttributes(), reduceInputs(PREFIX + "mask"));
      add("Max", "count", Attributes.NONE, PREFIX + "kept", one);
      add("Div", "mean", Attributes.NONE, PREFIX + "pooled_sum", PREFIX + "count");
      if (normalized) {
        add("ReduceL2", "length", reduceAttributes(), reduceInputs(PREFIX + "mean"));
        String tiny = constant("tiny", Tensor.floats(List.of(), 1e-12f));
        add("Max", "divisor", Attributes.NONE, PREFIX + "length", tiny);
        finish("Div", EMBEDDING_OUTPUT, PREFIX + "mean", PREFIX + "divisor");
      } else {
        finish("Identity", EMBEDDING_OUTPUT, PREFIX + "mean");
      }
    }

    void classify() {
      String value = EMBEDDING_OUTPUT;
      for (int i = 0; i < layers.size(); i++) {
        Dense layer = layers.get(i);
        String weight = constant("weight_" + i, tensor(layer.weights, layer.inputs, layer.outputs));
        String bias = constant("bias_" + i, tensor(layer.bias, layer.outputs));
        boolean last = i == layers.size() - 1;
        boolean plain = layer.activation == Activation.NONE;
        value =
            node(
                "Gemm", last && plain ? LOGITS_OUTPUT : PREFIX + "dense_" + i, value, weight, bias);
        if (!plain) {
          String op = layer.activation == Activation.RELU ? "Relu" : "Tanh";
          value = node(op, last ? LOGITS_OUTPUT : PREFIX + "active_" + i, value);
        }
      }
    }

    private Tensor tensor(List<Float> values, long... dims) {
      float[] plain = new float[values.size()];
      for (int i = 0; i < plain.length; i++) {
        plain[i] = values.get(i);
      }
      return Tensor.floats(Arrays.stream(dims).boxed().toList(), plain);
    }

    private String unsqueezed() {
      if (opset < 13) {
        return add("Unsqueeze", "row", Attributes.of("axes", new long[] {1}), PREFIX + "mask");
      }
      return add(
          "Unsqueeze", "row", Attributes.NONE, PREFIX + "mask", constant("axis", Tensor.vector(1)));
    }

    private void squeezed(String to) {
      if (opset < 13) {
        add("Squeeze", to, Attributes.of("axes", new long[] {1}), PREFIX + "sum");
      } else {
        add("Squeeze", to, Attributes.NONE, PREFIX + "sum", constant("axis", Tensor.vector(1)));
      }
    }

    private Map<String, AttributeProto> reduceAttributes() {
      return opset < 18
          ? Attributes.of("axes", new long[] {1}, "keepdims", 1)
          : Attributes.of("keepdims", 1);
    }

    private String[] reduceInputs(String value) {
      return opset < 18
          ? new String[] {value}
          : new String[] {value, constant("axis", Tensor.vector(1))};
    }

    private String constant(String name, Tensor tensor) {
      initializers.put(PREFIX + name, tensor);
      return PREFIX + name;
    }

    private String add(
        String op, String name, Map<String, AttributeProto> attributes, String... inputs) {
      nodes.add(
          new Node(op, "", PREFIX + name, List.of(inputs), List.of(PREFIX + name), attributes));
      return PREFIX + name;
    }

    private String node(String op, String output, String... inputs) {
      nodes.add(
          new Node(op, "", PREFIX + output, List.of(inputs), List.of(output), Attributes.NONE));
      return output;
    }

    private void finish(String op, String output, String... inputs) {
      node(op, output, inputs);
    }
  }
}
