package io.glasswatch.onnx.graph;

import ai.onnx.proto.OnnxMl.AttributeProto;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * One operation of a graph.
 *
 * @param op operator type
 * @param domain operator set it belongs to, empty for the ONNX standard
 * @param name for people; may be empty, need not be unique
 * @param inputs value names, an empty string where an optional input is left out
 * @param outputs value names, an empty string where an output is not wanted
 * @param attributes by name, sorted
 */
public record Node(
    String op,
    String domain,
    String name,
    List<String> inputs,
    List<String> outputs,
    Map<String, AttributeProto> attributes) {

  public Node {
    domain = domain.equals("ai.onnx") ? "" : domain;
    inputs = List.copyOf(inputs);
    outputs = List.copyOf(outputs);
    attributes = Collections.unmodifiableMap(new TreeMap<>(attributes));
  }

  /** Returns the operator with its domain, as tables and messages name it. */
  public String qualifiedOp() {
    return domain.isEmpty() ? op : domain + "::" + op;
  }

  /** Returns the name, or for a node without one its first output. */
  public String label() {
    return name.isEmpty() && !outputs.isEmpty() ? outputs.get(0) : name;
  }

  public boolean is(String qualifiedOp) {
    return qualifiedOp().equals(qualifiedOp);
  }

  /** Returns input {@code i}, or empty if it is left out. */
  public Optional<String> input(int i) {
    return i < inputs.size() && !inputs.get(i).isEmpty()
        ? Optional.of(inputs.get(i))
        : Optional.empty();
  }

  /** Returns output {@code i}, or empty if it is not wanted. */
  public Optional<String> output(int i) {
    return i < outputs.size() && !outputs.get(i).isEmpty()
        ? Optional.of(outputs.get(i))
        : Optional.empty();
  }

  public Optional<AttributeProto> attribute(String key) {
    return Optional.ofNullable(attributes.get(key));
  }

  public long integer(String key, long otherwise) {
    return attribute(key).map(AttributeProto::getI).orElse(otherwise);
  }

  public double number(String key, double otherwise) {
    return attribute(key).map(a -> (double) a.getF()).orElse(otherwise);
  }

  public String text(String key, String otherwise) {
    return attribute(key).map(a -> a.getS().toStringUtf8()).orElse(otherwise);
  }

  public Optional<List<Long>> integers(String key) {
    return attribute(key).map(AttributeProto::getIntsList);
  }

  /** Returns this node reading {@code newInputs}. */
  public Node reading(List<String> newInputs) {
    return new Node(op, domain, name, newInputs, outputs, attributes);
  }

  /** Returns this node writing {@code newOutputs}. */
  public Node writing(List<String> newOutputs) {
    return new Node(op, domain, name, inputs, newOutputs, attributes);
  }

  /** Returns this node with other attributes. */
  public Node having(Map<String, AttributeProto> newAttributes) {
    return new Node(op, domain, name, inputs, outputs, newAttributes);
  }
}
