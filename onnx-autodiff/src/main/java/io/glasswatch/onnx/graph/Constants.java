package io.glasswatch.onnx.graph;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The values of a graph that are the same in every run: initializers, Constant nodes, copies of
 * them.
 */
public final class Constants {
  private final Map<String, Tensor> byName = new HashMap<>();
  private final Set<String> derived = new HashSet<>();

  private Constants() {}

  public static Constants of(Graph graph) {
    Constants constants = new Constants();
    Set<String> fed = new HashSet<>();
    graph.inputs().forEach(i -> fed.add(i.name()));
    graph.initializers().forEach((name, tensor) -> constants.offer(name, tensor, fed));
    for (Node node : graph.nodes()) {
      constants.learn(node);
    }
    return constants;
  }

  private void offer(String name, Tensor tensor, Set<String> fed) {
    if (!fed.contains(name)) {
      byName.put(name, tensor);
    }
  }

  /** Learns whether what {@code node} makes is constant. */
  public void learn(Node node) {
    if (node.is("Constant")) {
      tensor(node).ifPresent(t -> byName.put(node.outputs().get(0), t));
    } else if (node.is("Identity") && node.input(0).map(byName::containsKey).orElse(false)) {
      byName.put(node.outputs().get(0), byName.get(node.inputs().get(0)));
    }
    boolean fixed =
        !node.op().startsWith("Random")
            && node.inputs().stream().allMatch(i -> i.isEmpty() || isFixed(i));
    if (fixed) {
      derived.addAll(node.outputs());
    }
  }

  private static Optional<Tensor> tensor(Node node) {
    if (node.attribute("value").isPresent()) {
      return node.attribute("value").map(a -> new Tensor(a.getT()));
    }
    if (node.attribute("value_int").isPresent()) {
      return Optional.of(Tensor.longs(List.of(), node.integer("value_int", 0)));
    }
    if (node.attribute("value_float").isPresent()) {
      return Optional.of(Tensor.scalar(ElementType.FLOAT, node.number("value_float", 0)));
    }
    return node.integers("value_ints")
        .map(v -> Tensor.vector(v.stream().mapToLong(Long::longValue).toArray()));
  }

  public void put(String name, Tensor tensor) {
    byName.put(name, tensor);
  }

  /** Returns the elements of {@code value} if it is a constant that needs no computing. */
  public Optional<Tensor> of(String value) {
    return Optional.ofNullable(byName.get(value));
  }

  /** Says whether {@code value} is computed from constants alone. */
  public boolean isFixed(String value) {
    return byName.containsKey(value) || derived.contains(value);
  }

  /** Returns the single number that {@code value} holds, whatever its rank. */
  public Optional<Double> number(String value) {
    Optional<Tensor> tensor = of(value).filter(t -> t.count() == 1);
    return tensor.map(t -> t.type().isFloating() ? t.doubles()[0] : (double) t.longs()[0]);
  }
}
