package io.glasswatch.onnx.pass;

import io.glasswatch.onnx.emit.Emitter;
import io.glasswatch.onnx.grad.Views;
import io.glasswatch.onnx.graph.Links;
import io.glasswatch.onnx.graph.Node;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Finds {@code x (1 + erf(x / sqrt(2))) / 2} written out with its factors in any order, and puts a
 * view with one compact rule in the place of its last node.
 */
public final class FindGelu {
  private static final double TOLERANCE = 1e-3;
  private static final int MOST_FACTORS = 8;

  private final Emitter emitter;
  private final Links links;

  private FindGelu(Emitter emitter, List<Node> nodes) {
    this.emitter = emitter;
    this.links = new Links(nodes);
  }

  /** Returns {@code nodes} with views in the place of written-out GELUs. */
  public static List<Node> apply(Emitter emitter, List<Node> nodes) {
    FindGelu find = new FindGelu(emitter, nodes);
    Map<String, Node> views = new HashMap<>();
    for (Node node : nodes) {
      if (node.is("Erf")) {
        find.from(node).ifPresent(view -> views.put(view.outputs().get(0), view));
      }
    }
    List<Node> viewed = new ArrayList<>();
    nodes.forEach(
        n -> viewed.add(n.outputs().isEmpty() ? n : views.getOrDefault(n.outputs().get(0), n)));
    return viewed;
  }

  private Optional<Node> from(Node erf) {
    String u = erf.inputs().get(0);
    Optional<String> x = links.maker(u).flatMap(this::scaledByRootHalf);
    Optional<Node> plusOne =
        links.readers(erf.outputs().get(0)).stream()
            .filter(n -> n.is("Add") && other(n, erf, 1))
            .findFirst();
    if (x.isEmpty() || plusOne.isEmpty()) {
      return Optional.empty();
    }
    String factor = plusOne.get().outputs().get(0);
    return last(factor, x.get()).map(n -> Views.of(Views.ERF_GELU, n, x.get(), u, factor));
  }

  private Optional<String> scaledByRootHalf(Node node) {
    boolean divides = node.is("Div") && holds(node.inputs().get(1), Math.sqrt(2));
    if (divides || (node.is("Mul") && holds(node.inputs().get(1), Math.sqrt(0.5)))) {
      return node.input(0);
    }
    boolean multiplies = node.is("Mul") && holds(node.inputs().get(0), Math.sqrt(0.5));
    return multiplies ? node.input(1) : Optional.empty();
  }

  private boolean other(Node node, Node known, double number) {
    return node.inputs().stream()
        .anyMatch(i -> !i.equals(known.outputs().get(0)) && holds(i, number));
  }

  private boolean holds(String value, double number) {
    return emitter
        .constants()
        .number(value)
        .filter(n -> Math.abs(n - number) < TOLERANCE)
        .isPresent();
  }

  /* Goes down the products that contain 1 + erf until one has the factors x, 1 + erf and 1/2. */
  private Optional<Node> last(String factor, String x) {
    String at = factor;
    for (int i = 0; i < 2; i++) {
      List<Node> readers = links.readers(at);
      if (readers.size() != 1 || !readers.get(0).is("Mul")) {
        return Optional.empty();
      }
      at = readers.get(0).outputs().get(0);
      if (isProduct(at, factor, x)) {
        return Optional.of(readers.get(0));
      }
    }
    return Optional.empty();
  }

  private boolean isProduct(String product, String factor, String x) {
    Deque<String> open = new ArrayDeque<>(List.of(product));
    int factors = 0;
    int inputs = 0;
    double number = 1;
    for (int step = 0; !open.isEmpty(); step++) {
      String value = open.removeFirst();
      if (step > MOST_FACTORS) {
        return false;
      } else if (value.equals(factor)) {
        factors++;
      } else if (value.equals(x)) {
        inputs++;
      } else if (emitter.constants().number(value).isPresent()) {
        number *= emitter.constants().number(value).get();
      } else {
        Optional<Node> mul = links.maker(value, "Mul");
        if (mul.isEmpty()) {
          return false;
        }
        open.addAll(mul.get().inputs());
      }
    }
    return factors == 1 && inputs == 1 && Math.abs(number - 0.5) < TOLERANCE;
  }
}
