package io.glasswatch.onnx;

import io.glasswatch.onnx.graph.Graph;
import io.glasswatch.onnx.graph.Model;
import io.glasswatch.onnx.graph.Node;
import io.glasswatch.onnx.graph.OnnxWriter;
import io.glasswatch.onnx.graph.TensorType;
import io.glasswatch.onnx.graph.Types;
import io.glasswatch.onnx.graph.Value;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Lets a test feed embeddings in the place of token ids. */
final class Embeddings {

  private Embeddings() {}

  /** Returns {@code model} with {@code value} as an input instead of being looked up. */
  static byte[] cut(Model model, String value) {
    Graph graph = model.graph();
    List<Node> nodes = graph.nodes().stream().filter(n -> !n.outputs().contains(value)).toList();
    List<Value> inputs = new ArrayList<>(graph.inputs());
    inputs.add(value(model, value));
    return OnnxWriter.toBytes(
        model.withGraph(
            new Graph(
                graph.name(), inputs, graph.outputs(), nodes, graph.initializers(), List.of())));
  }

  /** Returns {@code model} with {@code value} as one more output. */
  static byte[] exposed(Model model, String value) {
    Graph graph = model.graph();
    List<Value> outputs = new ArrayList<>(graph.outputs());
    outputs.add(value(model, value));
    return OnnxWriter.toBytes(
        model.withGraph(
            new Graph(
                graph.name(),
                graph.inputs(),
                outputs,
                graph.nodes(),
                graph.initializers(),
                List.of())));
  }

  /** Returns the embedding of token {@code id}. */
  static Run.Array ofToken(Model model, String value, int id) {
    Map<String, Run.Array> inputs = new HashMap<>(MiniLm.inputs());
    inputs.put("input_ids", Run.Array.of(new double[] {id}, 1, 1));
    inputs.put("attention_mask", Run.Array.of(new double[] {1}, 1, 1));
    inputs.put("token_type_ids", Run.Array.of(new double[] {0}, 1, 1));
    try (Run run = new Run(exposed(model, value))) {
      return run.run(inputs).get(value);
    }
  }

  private static Value value(Model model, String value) {
    TensorType type = Types.of(model).of(value);
    return new Value(value, TensorType.of(type.element(), type.shape()));
  }

  /**
   * A direction in which embeddings move by less than a thousandth of their size: half of it
   * random, half uphill, so that the slope stands out from rounding.
   */
  static Run.Array direction(Run.Array x, Run.Array gradient, Random random) {
    double[] values = new double[x.values().length];
    double scale = 4e-4 * Math.sqrt(x.dot(x) / values.length);
    double uphill = Math.sqrt(values.length / gradient.dot(gradient));
    for (int i = 0; i < values.length; i++) {
      values[i] = scale * (random.nextGaussian() + uphill * gradient.values()[i]);
    }
    return new Run.Array(x.dims(), values);
  }
}
