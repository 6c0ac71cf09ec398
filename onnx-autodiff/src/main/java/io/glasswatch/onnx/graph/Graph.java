package io.glasswatch.onnx.graph;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A computation: values in, nodes in an order in which they can run, values out.
 *
 * @param name for people
 * @param inputs what is fed, initializers with a default among them
 * @param outputs what is returned
 * @param nodes every node after those it reads
 * @param initializers constants by name
 * @param hints types that the exporter declared of inner values
 */
public record Graph(
    String name,
    List<Value> inputs,
    List<Value> outputs,
    List<Node> nodes,
    Map<String, Tensor> initializers,
    List<Value> hints) {

  public Graph {
    inputs = List.copyOf(inputs);
    outputs = List.copyOf(outputs);
    nodes = List.copyOf(nodes);
    initializers = Collections.unmodifiableMap(new LinkedHashMap<>(initializers));
    hints = List.copyOf(hints);
  }

  public Graph withNodes(List<Node> newNodes) {
    return new Graph(name, inputs, outputs, newNodes, initializers, hints);
  }

  public Graph withInitializers(Map<String, Tensor> newInitializers) {
    return new Graph(name, inputs, outputs, nodes, newInitializers, hints);
  }

  /** Says whether {@code value} is an output of this graph. */
  public boolean returns(String value) {
    return outputs.stream().anyMatch(o -> o.name().equals(value));
  }
}
