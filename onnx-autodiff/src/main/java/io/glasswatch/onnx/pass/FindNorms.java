package io.glasswatch.onnx.pass;

import io.glasswatch.onnx.emit.Emitter;
import io.glasswatch.onnx.grad.Views;
import io.glasswatch.onnx.graph.Links;
import io.glasswatch.onnx.graph.Node;
import io.glasswatch.onnx.graph.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Finds layer norms and RMS norms that are written out in small operators, and puts a view with one
 * compact rule in the place of each one's last node.
 */
public final class FindNorms {
  private final Emitter emitter;
  private final Links links;

  private FindNorms(Emitter emitter, List<Node> nodes) {
    this.emitter = emitter;
    this.links = new Links(nodes);
  }

  /** Returns {@code nodes} with views in the place of written-out norms. */
  public static List<Node> apply(Emitter emitter, List<Node> nodes) {
    FindNorms find = new FindNorms(emitter, nodes);
    List<Node> viewed = new ArrayList<>();
    for (Node node : nodes) {
      viewed.add(find.layerNorm(node).or(() -> find.rmsNorm(node)).orElse(node));
    }
    return viewed;
  }

  /* d / sqrt(mean(d^2) + e) with d = x - mean(x). */
  private Optional<Node> layerNorm(Node last) {
    if (!last.is("Div")) {
      return Optional.empty();
    }
    String centred = last.inputs().get(0);
    String deviation = last.inputs().get(1);
    Optional<Node> sub = links.maker(centred, "Sub");
    boolean found =
        sub.isPresent() && isMeanOf(sub.get().inputs().get(1), sub.get().inputs().get(0));
    if (!found || !isRootMeanSquare(deviation, centred)) {
      return Optional.empty();
    }
    return Optional.of(Views.of(Views.NORMALIZED, last, sub.get().inputs().get(0), deviation));
  }

  /* x * (1 / sqrt(mean(x^2) + e)); the reciprocal is a node, or a division of 1. */
  private Optional<Node> rmsNorm(Node last) {
    if (!last.is("Mul")) {
      return Optional.empty();
    }
    for (int i = 0; i < 2; i++) {
      String x = last.inputs().get(1 - i);
      String reciprocal = last.inputs().get(i);
      Optional<Node> maker = links.maker(reciprocal);
      Optional<String> root = maker.flatMap(this::invertedBy);
      if (root.isPresent() && isRootMeanSquare(root.get(), x)) {
        return Optional.of(Views.of(Views.RMS_NORMALIZED, last, x, reciprocal));
      }
    }
    return Optional.empty();
  }

  private Optional<String> invertedBy(Node node) {
    if (node.is("Reciprocal")) {
      return node.input(0);
    }
    boolean oneOver = node.is("Div") && holds(node.inputs().get(0), 1);
    return oneOver ? node.input(1) : Optional.empty();
  }

  private boolean isMeanOf(String mean, String x) {
    return links
        .maker(mean, "ReduceMean")
        .filter(n -> n.inputs().get(0).equals(x) && alongLast(n))
        .isPresent();
  }

  private boolean alongLast(Node reduce) {
    Optional<List<Long>> axes = reduce.integers("axes");
    if (axes.isEmpty() && reduce.input(1).isPresent()) {
      axes =
          emitter
              .types()
              .content(reduce.inputs().get(1))
              .map(c -> c.stream().map(d -> d.scale()).toList());
    }
    Optional<Shape> shape = emitter.types().shape(reduce.inputs().get(0));
    return reduce.integer("keepdims", 1) == 1
        && shape.isPresent()
        && axes.filter(
                a ->
                    a.size() == 1
                        && shape.get().axis(a.get(0).intValue()) == shape.get().rank() - 1)
            .isPresent();
  }

  private boolean isRootMeanSquare(String root, String x) {
    Optional<Node> add =
        links.maker(root, "Sqrt").flatMap(n -> links.maker(n.inputs().get(0), "Add"));
    if (add.isEmpty()) {
      return false;
    }
    return add.get().inputs().stream()
        .anyMatch(
            i ->
                links
                    .maker(i, "ReduceMean")
                    .filter(n -> alongLast(n) && isSquareOf(n.inputs().get(0), x))
                    .isPresent());
  }

  private boolean isSquareOf(String square, String x) {
    Optional<Node> node = links.maker(square);
    if (node.isEmpty() || node.get().inputs().isEmpty() || !same(node.get().inputs().get(0), x)) {
      return false;
    }
    return node.get().is("Pow")
        ? holds(node.get().inputs().get(1), 2)
        : node.get().is("Mul") && same(node.get().inputs().get(1), x);
  }

  /* Exporters write the same subtraction once for each reader. */
  private boolean same(String a, String b) {
    Optional<Node> left = links.maker(a, "Sub");
    Optional<Node> right = links.maker(b, "Sub");
    return a.equals(b)
        || (left.isPresent()
            && right.isPresent()
            && left.get().inputs().equals(right.get().inputs()));
  }

  private boolean holds(String value, double number) {
    return emitter.constants().number(value).filter(n -> n == number).isPresent();
  }
}
