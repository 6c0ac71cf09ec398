package io.glasswatch.onnx.graph;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Who makes and who reads each value of a graph. */
public final class Links {
  private final Map<String, Node> makers = new HashMap<>();
  private final Map<String, List<Node>> readers = new HashMap<>();

  public Links(List<Node> nodes) {
    for (Node node : nodes) {
      node.outputs().stream().filter(o -> !o.isEmpty()).forEach(o -> makers.put(o, node));
      node.inputs().stream()
          .filter(i -> !i.isEmpty())
          .distinct()
          .forEach(i -> readers.computeIfAbsent(i, v -> new ArrayList<>()).add(node));
    }
  }

  public Optional<Node> maker(String value) {
    return Optional.ofNullable(makers.get(value));
  }

  /** Returns the node that makes {@code value}, if it is of type {@code op}. */
  public Optional<Node> maker(String value, String op) {
    return maker(value).filter(n -> n.is(op));
  }

  public List<Node> readers(String value) {
    return readers.getOrDefault(value, List.of());
  }

  /** Returns {@code value}, or what it is a copy of behind nodes of the given types. */
  public String behind(String value, Set<String> ops) {
    String at = value;
    for (Optional<Node> node = maker(at);
        node.isPresent()
            && ops.contains(node.get().qualifiedOp())
            && node.get().input(0).isPresent();
        node = maker(at)) {
      at = node.get().inputs().get(0);
    }
    return at;
  }
}
