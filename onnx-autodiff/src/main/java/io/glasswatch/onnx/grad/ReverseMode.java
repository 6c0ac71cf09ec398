package io.glasswatch.onnx.grad;

import io.glasswatch.onnx.emit.Emitter;
import io.glasswatch.onnx.emit.Expr;
import io.glasswatch.onnx.graph.Node;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * The reverse walk: from the target's gradient, which is 1, node by node back to where gradients
 * are wanted. It decides where a gradient is needed, adds up gradients that meet, and undoes
 * broadcasting; what an operator does is in {@link GradientRules}.
 */
public final class ReverseMode {
  private final Emitter emitter;
  private final List<Node> nodes;
  private final GradientPath path;
  private final Function<String, Optional<GradientRule>> rules;
  private final Map<String, List<Expr>> arriving = new HashMap<>();

  private ReverseMode(
      Emitter emitter,
      List<Node> nodes,
      GradientPath path,
      Function<String, Optional<GradientRule>> rules) {
    this.emitter = emitter;
    this.nodes = nodes;
    this.path = path;
    this.rules = rules;
  }

  /**
   * Returns the gradient of the sum of {@code target} with respect to each of {@code sources}.
   *
   * @param nodes the forward graph in an order in which it runs, with views in it
   * @param sources values the target depends on
   * @throws UnsupportedOpException if an operator on the way has no rule
   */
  public static Map<String, Expr> gradients(
      Emitter emitter, List<Node> nodes, Expr target, Set<String> sources) {
    return gradients(emitter, nodes, target, target.filled(1), sources);
  }

  /** Returns the gradient of {@code sum(target * seed)} with respect to each of {@code sources}. */
  public static Map<String, Expr> gradients(
      Emitter emitter, List<Node> nodes, Expr target, Expr seed, Set<String> sources) {
    return walk(emitter, nodes, target, seed, sources, GradientRules::of);
  }

  /**
   * Returns the multipliers of DeepLIFT's rescale rule in the place of gradients; see {@link
   * RescaleRules}.
   */
  public static Map<String, Expr> multipliers(
      Emitter emitter, List<Node> nodes, Expr target, Set<String> sources) {
    return walk(emitter, nodes, target, target.filled(1), sources, RescaleRules::of);
  }

  private static Map<String, Expr> walk(
      Emitter emitter,
      List<Node> nodes,
      Expr target,
      Expr seed,
      Set<String> sources,
      Function<String, Optional<GradientRule>> rules) {
    GradientPath path = GradientPath.between(emitter.types(), nodes, sources, target.name());
    ReverseMode walk = new ReverseMode(emitter, nodes, path, rules);
    walk.requireRules();
    walk.arriving.put(target.name(), new ArrayList<>(List.of(seed)));
    return walk.run(sources);
  }

  /* Before anything is emitted: behind an unknown operator not even ranks are known. */
  private void requireRules() {
    for (int i = nodes.size() - 1; i >= 0; i--) {
      Node node = nodes.get(i);
      if (path.passes(node) && rules.apply(node.qualifiedOp()).isEmpty()) {
        throw refusal(node);
      }
    }
  }

  private Map<String, Expr> run(Set<String> sources) {
    Map<String, Expr> found = new HashMap<>();
    Set<String> wanted = new HashSet<>(sources);
    for (int i = nodes.size() - 1; i >= 0; i--) {
      Node node = nodes.get(i);
      if (path.passes(node)) {
        List<Optional<Expr>> gradients = new ArrayList<>();
        for (String output : node.outputs()) {
          Optional<Expr> gradient = gradient(output);
          gradients.add(gradient);
          gradient.filter(g -> wanted.contains(output)).ifPresent(g -> found.put(output, g));
        }
        if (gradients.stream().anyMatch(Optional::isPresent)) {
          passBack(node, gradients);
        }
      }
    }
    for (String source : sources) {
      gradient(source).ifPresent(g -> found.put(source, g));
    }
    return found;
  }

  private Optional<Expr> gradient(String value) {
    List<Expr> parts = arriving.get(value);
    if (parts == null) {
      return Optional.empty();
    }
    Expr sum = parts.stream().reduce(Expr::plus).orElseThrow();
    arriving.put(value, new ArrayList<>(List.of(sum)));
    return Optional.of(sum);
  }

  private void passBack(Node node, List<Optional<Expr>> gradients) {
    String op = node.qualifiedOp();
    if (GradientRules.isFlat(op)) {
      return;
    }
    GradientRule rule = rules.apply(op).orElseThrow(() -> refusal(node));
    Forward forward = new Forward(node, emitter, gradients, path::needsGradient);
    List<Optional<Expr>> found = rule.inputGradients(forward, forward.dy(0));
    for (int i = 0; i < Math.min(found.size(), node.inputs().size()); i++) {
      if (found.get(i).isPresent() && forward.needs(i)) {
        Expr original = forward.in(i);
        arriving
            .computeIfAbsent(original.name(), v -> new ArrayList<>())
            .add(found.get(i).get().summedLike(original));
      }
    }
  }

  private UnsupportedOpException refusal(Node node) {
    List<String> names = path.from(node);
    return GradientRules.isQuantised(node.qualifiedOp())
        ? UnsupportedOpException.quantised(node.qualifiedOp(), node.label())
        : UnsupportedOpException.noRule(node.qualifiedOp(), node.label(), names);
  }
}
