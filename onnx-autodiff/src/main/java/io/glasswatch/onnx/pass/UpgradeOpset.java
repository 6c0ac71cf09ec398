package io.glasswatch.onnx.pass;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import io.glasswatch.onnx.graph.Attributes;
import io.glasswatch.onnx.graph.Graph;
import io.glasswatch.onnx.graph.InvalidModelException;
import io.glasswatch.onnx.graph.Model;
import io.glasswatch.onnx.graph.Node;
import io.glasswatch.onnx.graph.Shape;
import io.glasswatch.onnx.graph.Tensor;
import io.glasswatch.onnx.graph.Types;
import io.glasswatch.onnx.graph.Value;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Rewrites a model of an older operator set in one that has what the gradient needs. Only the
 * operators whose signature changed are written anew; what they compute stays the same.
 */
public final class UpgradeOpset {

  /** The operator set that brought LayerNormalization; scatter with addition came just before. */
  public static final long TARGET = 17;

  private static final long OLDEST = 7;
  private static final int IR_OF_TARGET = 8;

  private final Types types;
  private final Map<String, Tensor> initializers;
  private final List<Node> nodes = new ArrayList<>();
  private final long from;

  private UpgradeOpset(Model model) {
    types = Types.of(model);
    initializers = new LinkedHashMap<>(model.graph().initializers());
    from = model.opset();
  }

  /** Returns {@code model} in operator set 17 or, if it is newer, as it is. */
  public static Model apply(Model model) {
    if (model.opset() >= TARGET) {
      return model;
    }
    if (model.opset() < OLDEST) {
      throw new InvalidModelException(
          "operator set %d is too old; export the model again with 11 or newer"
              .formatted(model.opset()));
    }
    UpgradeOpset upgrade = new UpgradeOpset(model);
    model.graph().nodes().forEach(upgrade::node);
    Graph graph = model.graph();
    Map<String, Long> opsets = new TreeMap<>(model.opsets());
    opsets.put("", TARGET);
    ModelProto header = model.header();
    List<Value> inputs = graph.inputs();
    if (header.getIrVersion() < 4) {
      inputs = inputs.stream().filter(i -> !graph.initializers().containsKey(i.name())).toList();
    }
    if (header.getIrVersion() < IR_OF_TARGET) {
      header = header.toBuilder().setIrVersion(IR_OF_TARGET).build();
    }
    Graph newer =
        new Graph(
            graph.name(),
            inputs,
            graph.outputs(),
            upgrade.nodes,
            upgrade.initializers,
            graph.hints());
    return new Model(opsets, newer, header);
  }

  private void node(Node node) {
    if (!node.domain().isEmpty()) {
      nodes.add(node);
      return;
    }
    switch (node.op()) {
      case "Unsqueeze", "Squeeze", "ReduceSum" -> nodes.add(operand(node, "axes", 1));
      case "Split" -> nodes.add(operand(node, "split", 1));
      case "Dropout" ->
          nodes.add(node.having(Attributes.NONE).reading(node.inputs().subList(0, 1)));
      case "Clip" -> nodes.add(from < 11 ? clip(node) : node);
      case "Pad" -> nodes.add(from < 11 ? operand(node, "pads", 1) : node);
      case "Slice" -> nodes.add(from < 10 ? slice(node) : node);
      case "Softmax", "LogSoftmax", "Hardmax" -> softmax(node);
      default -> nodes.add(node);
    }
  }

  /* An attribute that became an input. */
  private Node operand(Node node, String key, int index) {
    Optional<AttributeProto> attribute = node.attribute(key);
    if (attribute.isEmpty()) {
      return node;
    }
    List<String> inputs = new ArrayList<>(node.inputs());
    while (inputs.size() < index) {
      inputs.add("");
    }
    inputs.add(vector(node, key, attribute.get().getIntsList()));
    return node.having(without(node, key)).reading(inputs);
  }

  private String vector(Node node, String key, List<Long> values) {
    String name = node.outputs().get(0) + "/" + key;
    initializers.put(name, Tensor.vector(values.stream().mapToLong(Long::longValue).toArray()));
    return name;
  }

  private static Map<String, AttributeProto> without(Node node, String... keys) {
    Map<String, AttributeProto> rest = new TreeMap<>(node.attributes());
    rest.keySet().removeAll(List.of(keys));
    return rest;
  }

  private Node clip(Node node) {
    List<String> inputs = new ArrayList<>(node.inputs().subList(0, 1));
    for (String key : List.of("min", "max")) {
      double otherwise = key.equals("min") ? -Float.MAX_VALUE : Float.MAX_VALUE;
      String name = node.outputs().get(0) + "/" + key;
      initializers.put(
          name, Tensor.scalar(types.element(node.inputs().get(0)), node.number(key, otherwise)));
      inputs.add(name);
    }
    return node.having(Attributes.NONE).reading(inputs);
  }

  private Node slice(Node node) {
    List<String> inputs = new ArrayList<>(node.inputs());
    for (String key : List.of("starts", "ends", "axes")) {
      node.integers(key).ifPresent(v -> inputs.add(vector(node, key, v)));
    }
    return node.having(Attributes.NONE).reading(inputs);
  }

  /*
   * Before opset 13 a softmax ran over all axes from `axis` on together. Along the last axis that is
   * the same; elsewhere those axes are flattened into one and restored.
   */
  private void softmax(Node node) {
    if (from >= 13) {
      nodes.add(node);
      return;
    }
    Shape shape =
        types
            .shape(node.inputs().get(0))
            .orElseThrow(
                () ->
                    new InvalidModelException(
                        "the rank of what node \"%s\" reads cannot be told"
                            .formatted(node.label())));
    int axis = shape.axis((int) node.integer("axis", 1));
    if (axis == shape.rank() - 1) {
      nodes.add(node.having(Attributes.of("axis", -1)));
      return;
    }
    String y = node.outputs().get(0);
    String dims = y + "/dims";
    nodes.add(
        new Node("Shape", "", dims, List.of(node.inputs().get(0)), List.of(dims), Attributes.NONE));
    String flat = y + "/flat";
    nodes.add(
        new Node(
            "Flatten",
            "",
            flat,
            List.of(node.inputs().get(0)),
            List.of(flat),
            Attributes.of("axis", axis)));
    String soft = y + "/soft";
    nodes.add(
        new Node(
            node.op(), "", node.name(), List.of(flat), List.of(soft), Attributes.of("axis", -1)));
    nodes.add(new Node("Reshape", "", y, List.of(soft, dims), List.of(y), Attributes.NONE));
  }
}
