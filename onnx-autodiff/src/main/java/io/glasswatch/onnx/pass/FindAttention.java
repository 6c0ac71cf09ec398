package io.glasswatch.onnx.pass;

import io.glasswatch.onnx.emit.Emitter;
import io.glasswatch.onnx.graph.Dim;
import io.glasswatch.onnx.graph.Links;
import io.glasswatch.onnx.graph.Node;
import io.glasswatch.onnx.graph.Shape;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Finds attention: a softmax over a product of two activations, whose result multiplies a third.
 * What may lie between is scaling, masking, capping and reshaping.
 */
public final class FindAttention {

  private static final Set<String> PRODUCTS =
      Set.of("MatMul", "Einsum", "com.microsoft::FusedMatMul");

  private static final Set<String> BETWEEN_SCORES =
      Set.of(
          "Add",
          "Sub",
          "Mul",
          "Div",
          "Where",
          "Cast",
          "Reshape",
          "Tanh",
          "Clip",
          "Min",
          "Max",
          "Identity",
          "Expand",
          "Concat",
          "Transpose",
          "Unsqueeze",
          "Squeeze",
          "Slice",
          "Trilu");

  private static final Set<String> BETWEEN_VALUES =
      Set.of(
          "Cast",
          "Dropout",
          "Where",
          "Reshape",
          "Identity",
          "Mul",
          "Slice",
          "Transpose",
          "Unsqueeze",
          "Squeeze",
          "Div",
          "Add");

  private static final Set<String> FOLDING = Set.of("Reshape", "Mul", "Div", "Cast");

  private static final Set<String> COPIES = Set.of("Reshape", "Squeeze", "Unsqueeze");

  private final Emitter emitter;
  private final Links links;
  private final Predicate<String> isActivation;

  private FindAttention(Emitter emitter, Predicate<String> isActivation) {
    this.emitter = emitter;
    this.links = new Links(emitter.nodes());
    this.isActivation = isActivation;
  }

  /**
   * One attention site.
   *
   * @param probabilities [batch, heads, query, key], as they multiply the values
   * @param context what they make of the values
   * @param queries the scores' left factor
   * @param heads query heads, -1 if only known at run time
   * @param softmax name of the node that makes the probabilities
   */
  public record Site(
      String probabilities, String context, String queries, long heads, String softmax) {}

  /** Returns the sites of the graph in {@code emitter}, from the input to the output. */
  public static List<Site> in(Emitter emitter, Predicate<String> isActivation) {
    FindAttention find = new FindAttention(emitter, isActivation);
    List<Site> sites = new ArrayList<>();
    for (Node node : emitter.nodes()) {
      if (node.is("Softmax") && isActivation.test(node.inputs().get(0))) {
        find.site(node).ifPresent(sites::add);
      }
    }
    return sites;
  }

  private Optional<Site> site(Node softmax) {
    Optional<Node> scores = scores(softmax);
    Optional<Use> use = scores.flatMap(s -> use(softmax));
    return use.map(
        u -> {
          String probabilities = widest(u.probabilities);
          return new Site(
              probabilities,
              u.product.outputs().get(0),
              scores.get().inputs().get(0),
              heads(probabilities, scores.get().inputs().get(0)),
              softmax.label());
        });
  }

  /* Where the heads are folded into the batch, they are seen where the queries are split into them. */
  private long heads(String probabilities, String queries) {
    String at = probabilities;
    if (rank(at) != 4) {
      at = links.behind(queries, FOLDING);
      at = links.maker(at).filter(n -> n.is("Transpose")).map(n -> n.outputs().get(0)).orElse(at);
    }
    Optional<Shape> shape = emitter.types().shape(at);
    Optional<Dim> heads = shape.filter(s -> s.rank() == 4).map(s -> s.dim(1));
    return heads.filter(Dim::isKnown).map(Dim::scale).orElse(-1L);
  }

  /* Batched products fold the heads into the batch: look through the reshape for all four axes. */
  private String widest(String probabilities) {
    String at = probabilities;
    while (rank(at) != 4) {
      Optional<Node> copy = links.maker(at).filter(n -> COPIES.contains(n.qualifiedOp()));
      if (copy.isEmpty()) {
        return probabilities;
      }
      at = copy.get().inputs().get(0);
    }
    return at;
  }

  private int rank(String value) {
    return emitter.types().shape(value).map(Shape::rank).orElse(-1);
  }

  private Optional<Node> scores(Node softmax) {
    Deque<String> open = new ArrayDeque<>(List.of(softmax.inputs().get(0)));
    Set<String> seen = new HashSet<>();
    while (!open.isEmpty()) {
      String value = open.removeFirst();
      Optional<Node> maker = links.maker(value);
      if (maker.isEmpty() || !seen.add(value) || !isActivation.test(value)) {
        continue;
      }
      Node node = maker.get();
      if (isProductOfActivations(node)) {
        return maker;
      }
      if (BETWEEN_SCORES.contains(node.qualifiedOp())) {
        open.addAll(node.inputs());
      }
    }
    return Optional.empty();
  }

  private boolean isProductOfActivations(Node node) {
    return PRODUCTS.contains(node.qualifiedOp())
        && node.inputs().size() == 2
        && node.inputs().stream().allMatch(isActivation);
  }

  /** The product in which probabilities meet the values. */
  private record Use(Node product, String probabilities) {}

  private Optional<Use> use(Node softmax) {
    Deque<String> open = new ArrayDeque<>(List.of(softmax.outputs().get(0)));
    Set<String> seen = new HashSet<>();
    while (!open.isEmpty()) {
      String value = open.removeFirst();
      if (!seen.add(value)) {
        continue;
      }
      for (Node reader : links.readers(value)) {
        if (isProductOfActivations(reader)) {
          return Optional.of(new Use(reader, value));
        }
        if (BETWEEN_VALUES.contains(reader.qualifiedOp())) {
          open.add(reader.outputs().get(0));
        }
      }
    }
    return Optional.empty();
  }
}
