package io.glasswatch.onnx.grad;

import io.glasswatch.onnx.graph.ElementType;
import io.glasswatch.onnx.graph.Node;
import io.glasswatch.onnx.graph.Types;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The part of a graph that lies between where gradients are wanted and the target. */
public final class GradientPath {
  private static final int SHOWN = 6;

  private final Set<String> dependent;
  private final Set<String> leading;
  private final Map<String, String> towardsTarget;

  private GradientPath(
      Set<String> dependent, Set<String> leading, Map<String, String> towardsTarget) {
    this.dependent = dependent;
    this.leading = leading;
    this.towardsTarget = towardsTarget;
  }

  /** Returns the path from {@code sources} to {@code target} through {@code nodes}. */
  public static GradientPath between(
      Types types, List<Node> nodes, Set<String> sources, String target) {
    Set<String> dependent = new HashSet<>(sources);
    for (Node node : nodes) {
      boolean depends = node.inputs().stream().anyMatch(dependent::contains);
      if (depends && !GradientRules.isFlat(node.qualifiedOp())) {
        boolean rounds = GradientRules.isQuantised(node.qualifiedOp());
        node.outputs().stream().filter(o -> rounds || carries(types, o)).forEach(dependent::add);
      }
    }
    Set<String> leading = new HashSet<>(Set.of(target));
    Map<String, String> towardsTarget = new HashMap<>();
    for (int i = nodes.size() - 1; i >= 0; i--) {
      Node node = nodes.get(i);
      Optional<String> out = node.outputs().stream().filter(leading::contains).findFirst();
      if (out.isPresent()) {
        for (String input : node.inputs()) {
          leading.add(input);
          towardsTarget.putIfAbsent(input, out.get());
        }
      }
    }
    return new GradientPath(dependent, leading, towardsTarget);
  }

  /* Values of unknown type may carry a gradient: an operator nobody knows must not cut it silently. */
  private static boolean carries(Types types, String value) {
    ElementType element = types.element(value);
    return !value.isEmpty() && (element.isFloating() || element == ElementType.UNDEFINED);
  }

  /** Says whether the gradient of {@code value} is needed to reach a source. */
  public boolean needsGradient(String value) {
    return dependent.contains(value);
  }

  /** Says whether a gradient passes through {@code node}. */
  public boolean passes(Node node) {
    return node.outputs().stream().anyMatch(o -> leading.contains(o) && dependent.contains(o));
  }

  /** Returns values from {@code node}'s output to the target, shortened in the middle. */
  public List<String> from(Node node) {
    List<String> names = new ArrayList<>();
    Optional<String> value = node.outputs().stream().filter(leading::contains).findFirst();
    while (value.isPresent() && names.size() < 10_000) {
      names.add(value.get());
      value = Optional.ofNullable(towardsTarget.get(value.get()));
    }
    if (names.size() <= SHOWN) {
      return names;
    }
    List<String> shortened = new ArrayList<>(names.subList(0, SHOWN / 2));
    shortened.add("...");
    shortened.addAll(names.subList(names.size() - SHOWN / 2, names.size()));
    return shortened;
  }
}
