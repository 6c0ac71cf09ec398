package io.glasswatch.onnx.grad;

import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import com.google.protobuf.ByteString;
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
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A small graph that ends in the operator under test.
 *
 * @param opset version of the standard operators
 * @param inputs dimensions of the inputs x0, x1, ..., of which the gradient is taken
 * @param low least value of an input
 * @param high greatest value of an input
 * @param constants other operands by name
 * @param nodes what is computed; the last output is y
 */
record RuleSample(
    long opset,
    List<long[]> inputs,
    double low,
    double high,
    Map<String, Tensor> constants,
    List<Node> nodes) {

  RuleSample {
    inputs = List.copyOf(inputs);
    constants = new LinkedHashMap<>(constants);
    nodes = List.copyOf(nodes);
  }

  /** A sample of one node that reads the inputs in order, with values from -1 to 1. */
  static RuleSample of(String op, long[]... dims) {
    List<String> names = new ArrayList<>();
    for (int i = 0; i < dims.length; i++) {
      names.add("x" + i);
    }
    return new RuleSample(17, List.of(dims), -1, 1, Map.of(), List.of(node(op, names, "y")));
  }

  static Node node(String op, List<String> inputs, String... outputs) {
    int colons = op.indexOf("::");
    String domain = colons < 0 ? "" : op.substring(0, colons);
    String type = colons < 0 ? op : op.substring(colons + 2);
    return new Node(type, domain, "", inputs, List.of(outputs), Attributes.NONE);
  }

  RuleSample in(long newOpset) {
    return new RuleSample(newOpset, inputs, low, high, constants, nodes);
  }

  RuleSample between(double newLow, double newHigh) {
    return new RuleSample(opset, inputs, newLow, newHigh, constants, nodes);
  }

  /** Gives the last node attributes. */
  RuleSample with(Object... attributes) {
    List<Node> changed = new ArrayList<>(nodes);
    int last = changed.size() - 1;
    changed.set(last, changed.get(last).having(Attributes.of(attributes)));
    return new RuleSample(opset, inputs, low, high, constants, changed);
  }

  /** Gives the last node one more operand, a constant. */
  RuleSample and(Tensor constant) {
    String name = "c" + constants.size();
    Map<String, Tensor> more = new LinkedHashMap<>(constants);
    more.put(name, constant);
    List<Node> changed = new ArrayList<>(nodes);
    int last = changed.size() - 1;
    List<String> operands = new ArrayList<>(changed.get(last).inputs());
    operands.add(name);
    changed.set(last, changed.get(last).reading(operands));
    return new RuleSample(opset, inputs, low, high, more, changed);
  }

  /** Lets the nodes be these instead. */
  RuleSample computing(Node... newNodes) {
    return new RuleSample(opset, inputs, low, high, constants, List.of(newNodes));
  }

  /** Adds one more input. */
  RuleSample reading(long... dims) {
    List<long[]> more = new ArrayList<>(inputs);
    more.add(dims);
    return new RuleSample(opset, more, low, high, constants, nodes);
  }

  /** Adds a constant that nodes name themselves. */
  RuleSample knowing(String name, Tensor constant) {
    Map<String, Tensor> more = new LinkedHashMap<>(constants);
    more.put(name, constant);
    return new RuleSample(opset, inputs, low, high, more, nodes);
  }

  /** Returns the model in {@code type}; named axes keep the walk from knowing the sizes. */
  Model model(ElementType type, boolean namedAxes) {
    List<Value> values = new ArrayList<>();
    for (int i = 0; i < inputs.size(); i++) {
      List<Dim> dims = new ArrayList<>();
      for (long dim : inputs.get(i)) {
        dims.add(namedAxes ? Dim.named("x" + i + "_" + dims.size()) : Dim.known(dim));
      }
      values.add(new Value("x" + i, TensorType.of(type, new Shape(dims))));
    }
    Map<String, Tensor> initializers = new LinkedHashMap<>();
    constants.forEach((name, tensor) -> initializers.put(name, inType(tensor, type)));
    Value y = new Value("y", TensorType.of(type));
    Graph graph = new Graph("sample", values, List.of(y), nodes, initializers, List.of());
    ModelProto header = ModelProto.newBuilder().setIrVersion(10).build();
    return new Model(Map.of("", opset, "com.microsoft", 1L), graph, header);
  }

  private static Tensor inType(Tensor tensor, ElementType type) {
    if (!tensor.type().isFloating() || type == ElementType.FLOAT) {
      return tensor;
    }
    ByteBuffer bytes =
        ByteBuffer.allocate(8 * tensor.doubles().length).order(ByteOrder.LITTLE_ENDIAN);
    for (double value : tensor.doubles()) {
      bytes.putDouble(value);
    }
    return new Tensor(
        TensorProto.newBuilder()
            .setDataType(type.number())
            .addAllDims(tensor.dims())
            .setRawData(ByteString.copyFrom(bytes.flip()))
            .build());
  }
}
