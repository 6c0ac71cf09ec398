package io.glasswatch.onnx.graph;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * The subscripts of an Einsum, the axes of an ellipsis written out as capital letters.
 *
 * @param inputs one string of letters an input
 * @param output the letters of the result
 */
public record Einsum(List<String> inputs, String output) {
  private static final String ELLIPSIS = "...";

  public Einsum {
    inputs = List.copyOf(inputs);
  }

  /** Returns the subscripts of {@code node}, whose inputs have {@code ranks} axes. */
  public static Einsum of(Node node, List<Integer> ranks) {
    String equation = node.text("equation", "").replace(" ", "");
    int arrow = equation.indexOf("->");
    List<String> left =
        List.of((arrow < 0 ? equation : equation.substring(0, arrow)).split(",", -1));
    if (left.size() != ranks.size()) {
      throw new InvalidModelException(
          "node \"%s\" has %d inputs for the equation \"%s\""
              .formatted(node.label(), ranks.size(), equation));
    }
    int longest = 0;
    for (int i = 0; i < left.size(); i++) {
      longest = Math.max(longest, hidden(left.get(i), ranks.get(i)));
    }
    String all = capitals(longest, equation);
    List<String> inputs = new ArrayList<>();
    for (int i = 0; i < left.size(); i++) {
      String own = all.substring(longest - hidden(left.get(i), ranks.get(i)));
      inputs.add(left.get(i).replace(ELLIPSIS, own));
    }
    String output = arrow < 0 ? all + implicit(left) : equation.substring(arrow + 2);
    return new Einsum(inputs, output.replace(ELLIPSIS, all));
  }

  /* How many axes an ellipsis stands for. */
  private static int hidden(String letters, int rank) {
    return letters.contains(ELLIPSIS)
        ? Math.max(0, rank - letters.length() + ELLIPSIS.length())
        : 0;
  }

  private static String capitals(int count, String equation) {
    StringBuilder free = new StringBuilder();
    for (char letter = 'Z'; free.length() < count && letter >= 'A'; letter--) {
      if (equation.indexOf(letter) < 0) {
        free.append(letter);
      }
    }
    return free.toString();
  }

  /* Without an arrow, the letters that occur once, sorted. */
  private static String implicit(List<String> left) {
    String letters = String.join("", left).replace(ELLIPSIS, "");
    StringBuilder once = new StringBuilder();
    letters
        .chars()
        .filter(c -> letters.indexOf(c) == letters.lastIndexOf(c))
        .sorted()
        .forEach(c -> once.append((char) c));
    return once.toString();
  }

  static Optional<Shape> outputShape(Inference c) {
    if (IntStream.range(0, c.count()).anyMatch(i -> c.shape(i).isEmpty())) {
      return Optional.empty();
    }
    Einsum einsum =
        of(c.node(), IntStream.range(0, c.count()).mapToObj(i -> c.shape(i).get().rank()).toList());
    Map<Character, Dim> dims = new HashMap<>();
    for (int i = 0; i < c.count(); i++) {
      String letters = i < einsum.inputs.size() ? einsum.inputs.get(i) : "";
      if (c.shape(i).isEmpty() || c.shape(i).get().rank() != letters.length()) {
        return Optional.of(c.freshShape(einsum.output.length()));
      }
      for (int axis = 0; axis < letters.length(); axis++) {
        Dim dim = c.shape(i).get().dim(axis);
        dims.merge(letters.charAt(axis), dim, (a, b) -> a.is(1) ? b : a);
      }
    }
    List<Dim> output = new ArrayList<>();
    for (int axis = 0; axis < einsum.output.length(); axis++) {
      output.add(dims.getOrDefault(einsum.output.charAt(axis), c.fresh(axis)));
    }
    return Optional.of(new Shape(output));
  }
}
