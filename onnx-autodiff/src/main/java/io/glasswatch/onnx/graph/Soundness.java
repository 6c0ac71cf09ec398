package io.glasswatch.onnx.graph;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Set;

/** Checks that a graph can run: every value made once, read after it is made, no cycle. */
public final class Soundness {

  private Soundness() {}

  /**
   * Returns {@code graph} with its nodes in an order in which they can run; the order it has, if it
   * can.
   *
   * @throws InvalidModelException if a value is made twice, read but never made, or needs itself
   */
  public static Graph check(Graph graph) {
    Set<String> given = new HashSet<>(graph.initializers().keySet());
    Set<String> inputs = new HashSet<>();
    for (Value input : graph.inputs()) {
      if (!inputs.add(input.name())) {
        throw new InvalidModelException("two inputs are named \"" + input.name() + "\"");
      }
    }
    given.addAll(inputs);
    Map<String, Integer> makers = makers(graph, given);
    List<Node> ordered = order(graph.nodes(), makers, given);
    for (Value output : graph.outputs()) {
      if (!given.contains(output.name()) && !makers.containsKey(output.name())) {
        throw new InvalidModelException("output \"%s\" is never made".formatted(output.name()));
      }
    }
    return graph.withNodes(ordered);
  }

  private static Map<String, Integer> makers(Graph graph, Set<String> given) {
    Map<String, Integer> makers = new HashMap<>();
    for (int i = 0; i < graph.nodes().size(); i++) {
      for (String output : graph.nodes().get(i).outputs()) {
        if (!output.isEmpty() && (given.contains(output) || makers.put(output, i) != null)) {
          throw new InvalidModelException("value \"%s\" is made twice".formatted(output));
        }
      }
    }
    return makers;
  }

  private static List<Node> order(
      List<Node> nodes, Map<String, Integer> makers, Set<String> given) {
    int[] waiting = new int[nodes.size()];
    Map<Integer, List<Integer>> readers = new HashMap<>();
    for (int i = 0; i < nodes.size(); i++) {
      for (String input : nodes.get(i).inputs()) {
        Integer maker = makers.get(input);
        if (maker != null) {
          waiting[i]++;
          readers.computeIfAbsent(maker, m -> new ArrayList<>()).add(i);
        } else if (!input.isEmpty() && !given.contains(input)) {
          throw new InvalidModelException(
              "node \"%s\" reads \"%s\", which is never made"
                  .formatted(nodes.get(i).label(), input));
        }
      }
    }
    return run(nodes, waiting, readers);
  }

  /* Always the earliest node that can run, so that an order which already works is kept. */
  private static List<Node> run(
      List<Node> nodes, int[] waiting, Map<Integer, List<Integer>> readers) {
    PriorityQueue<Integer> ready = new PriorityQueue<>(Comparator.naturalOrder());
    for (int i = 0; i < waiting.length; i++) {
      if (waiting[i] == 0) {
        ready.add(i);
      }
    }
    List<Node> ordered = new ArrayList<>();
    while (!ready.isEmpty()) {
      int next = ready.remove();
      ordered.add(nodes.get(next));
      for (int reader : new ArrayDeque<>(readers.getOrDefault(next, List.of()))) {
        if (--waiting[reader] == 0) {
          ready.add(reader);
        }
      }
    }
    for (int i = 0; i < waiting.length; i++) {
      if (waiting[i] > 0) {
        throw new InvalidModelException(
            "node \"%s\" is part of a cycle".formatted(nodes.get(i).label()));
      }
    }
    return ordered;
  }
}
