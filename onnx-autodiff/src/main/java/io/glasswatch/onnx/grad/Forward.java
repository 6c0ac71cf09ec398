package io.glasswatch.onnx.grad;

import io.glasswatch.onnx.emit.Emitter;
import io.glasswatch.onnx.emit.Expr;
import io.glasswatch.onnx.graph.ElementType;
import io.glasswatch.onnx.graph.Node;
import io.glasswatch.onnx.graph.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.IntStream;

/**
 * A node of the forward graph as a gradient rule sees it.
 *
 * @param node the node
 * @param emitter where the rule's nodes go
 * @param gradients gradient of each output, empty where none flows
 * @param active says of a value whether its gradient is wanted
 */
public record Forward(
    Node node, Emitter emitter, List<Optional<Expr>> gradients, Predicate<String> active) {

  public Forward {
    gradients = List.copyOf(gradients);
  }

  /** Returns input {@code i}. */
  public Expr in(int i) {
    return emitter.value(
        node.input(i)
            .orElseThrow(
                () ->
                    new UnsupportedOpException(
                        "node \"%s\" of type %s has no input %d"
                            .formatted(node.label(), node.qualifiedOp(), i))));
  }

  public boolean has(int i) {
    return node.input(i).isPresent();
  }

  public int inputs() {
    return node.inputs().size();
  }

  /** Says whether somebody asks for the gradient of input {@code i}. */
  public boolean needs(int i) {
    return node.input(i).map(active::test).orElse(false);
  }

  /** Returns the first output. */
  public Expr y() {
    return out(0);
  }

  /** Returns output {@code i}, which the node is made to give if it does not yet. */
  public Expr out(int i) {
    return node.output(i).map(emitter::value).orElseGet(() -> emitter.exposed(node, i));
  }

  /** Returns the gradient of output {@code i}, zeros where none flows. */
  public Expr dy(int i) {
    return gradients.get(i).orElseGet(() -> out(i).zeros());
  }

  public ElementType element() {
    return in(0).element();
  }

  public int rank() {
    return in(0).rank();
  }

  /** Returns attribute {@code axis} counted from the front of input 0. */
  public int axis(int otherwise) {
    return in(0).shape().axis((int) node.integer("axis", otherwise));
  }

  /** Returns the axes of a Softmax: one, or before opset 13 all from {@code axis} on. */
  public int[] softmaxAxes() {
    boolean old = emitter.types().opset() < 13;
    int axis = axis(old ? 1 : -1);
    return old ? IntStream.range(axis, rank()).toArray() : new int[] {axis};
  }

  /** Returns the axes that a reduction sums over, from its attribute or its input. */
  public int[] reducedAxes() {
    Optional<List<Long>> axes = node.integers("axes");
    if (axes.isEmpty() && has(1)) {
      axes = Optional.of(integers(1, "axes"));
    }
    boolean all = axes.isEmpty() || axes.get().isEmpty();
    if (all) {
      boolean none = node.integer("noop_with_empty_axes", 0) == 1;
      return none ? new int[0] : IntStream.range(0, rank()).toArray();
    }
    return axes.get().stream().mapToInt(a -> in(0).shape().axis(a.intValue())).toArray();
  }

  /** Returns the integers of input {@code i}, which must not depend on what is fed. */
  public List<Long> integers(int i, String what) {
    Optional<List<Long>> known = knownIntegers(i);
    return known.orElseThrow(
        () ->
            new UnsupportedOpException(
                "node \"%s\" of type %s computes its %s at run time; its gradient needs them to be constant"
                    .formatted(node.label(), node.qualifiedOp(), what)));
  }

  /** Returns the integers of input {@code i} if they can be told. */
  public Optional<List<Long>> knownIntegers(int i) {
    Optional<Tensor> constant = emitter.constants().of(in(i).name());
    if (constant.isPresent()) {
      List<Long> values = new ArrayList<>();
      for (long value : constant.get().longs()) {
        values.add(value);
      }
      return Optional.of(values);
    }
    return in(i)
        .type()
        .content()
        .filter(c -> c.stream().allMatch(d -> d.isKnown()))
        .map(c -> c.stream().map(d -> d.scale()).toList());
  }

  /** Returns the single number that input {@code i} always is. */
  public Optional<Double> number(int i) {
    return node.input(i).flatMap(emitter.constants()::number);
  }
}
