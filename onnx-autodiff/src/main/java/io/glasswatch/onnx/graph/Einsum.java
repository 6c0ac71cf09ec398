package io.glasswatch.onnx.graph;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The subscripts of an Einsum without ellipsis.
 *
 * @param inputs one string of letters an input
 * @param output the letters of the result
 */
public record Einsum(List<String> inputs, String output) {

  public Einsum {
    inputs = List.copyOf(inputs);
  }

  /** Returns the subscripts of {@code node}, or empty if they have an ellipsis. */
  public static Optional<Einsum> of(Node node) {
    String equation = node.text("equation", "").replace(" ", "");
    if (equation.contains(".")) {
      return Optional.empty();
    }
    int arrow = equation.indexOf("->");
    String left = arrow < 0 ? equation : equation.substring(0, arrow);
    String output = arrow < 0 ? implicit(left) : equation.substring(arrow + 2);
    return Optional.of(new Einsum(List.of(left.split(",", -1)), output));
  }

  /* Without an arrow, the letters that occur once, sorted. */
  private static String implicit(String left) {
    StringBuilder once = new StringBuilder();
    left.chars()
        .filter(c -> c != ',' && left.indexOf(c) == left.lastIndexOf(c))
        .sorted()
        .forEach(c -> once.append((char) c));
    return once.toString();
  }

  static Optional<Shape> outputShape(Inference c) {
    Optional<Einsum> einsum = of(c.node());
    if (einsum.isEmpty()) {
      return Optional.empty();
    }
    Map<Character, Dim> dims = new HashMap<>();
    for (int i = 0; i < c.count(); i++) {
      String letters = i < einsum.get().inputs.size() ? einsum.get().inputs.get(i) : "";
      if (c.shape(i).isEmpty() || c.shape(i).get().rank() != letters.length()) {
        return Optional.of(c.freshShape(einsum.get().output.length()));
      }
      for (int axis = 0; axis < letters.length(); axis++) {
        Dim dim = c.shape(i).get().dim(axis);
        dims.merge(letters.charAt(axis), dim, (a, b) -> a.is(1) ? b : a);
      }
    }
    List<Dim> output = new ArrayList<>();
    for (int axis = 0; axis < einsum.get().output.length(); axis++) {
      output.add(dims.getOrDefault(einsum.get().output.charAt(axis), c.fresh(axis)));
    }
    return Optional.of(new Shape(output));
  }
}
