package io.glasswatch.onnx.graph;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;

/**
 * Prints nodes as short texts to read and compare: values that nodes make are numbered, constants
 * show their elements, attributes follow the inputs.
 */
public final class GraphPrinter {
  private final Constants constants;
  private final Map<String, String> numbers = new HashMap<>();

  private GraphPrinter(Graph graph) {
    constants = Constants.of(graph);
  }

  /** Returns the nodes of {@code graph}, each as a line such as {@code %0 = Mul(dy, y)}. */
  public static List<String> print(Graph graph) {
    GraphPrinter printer = new GraphPrinter(graph);
    List<String> lines = new ArrayList<>();
    for (Node node : graph.nodes()) {
      lines.add(printer.line(node));
    }
    return lines;
  }

  private String line(Node node) {
    StringJoiner operands = new StringJoiner(", ", node.qualifiedOp() + "(", ")");
    node.inputs().forEach(i -> operands.add(operand(i)));
    node.attributes().forEach((key, a) -> operands.add(key + "=" + Attributes.print(a)));
    StringJoiner results = new StringJoiner(", ");
    for (String output : node.outputs()) {
      String number = "%" + numbers.size();
      numbers.put(output, number);
      results.add(number);
    }
    return results + " = " + operands;
  }

  private String operand(String value) {
    if (numbers.containsKey(value)) {
      return numbers.get(value);
    }
    return constants.of(value).map(Attributes::print).orElse(value);
  }
}
