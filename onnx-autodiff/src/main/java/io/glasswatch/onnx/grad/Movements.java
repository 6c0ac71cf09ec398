package io.glasswatch.onnx.grad;

import static io.glasswatch.onnx.grad.GradientRule.flowing;

import io.glasswatch.onnx.emit.Emitter;
import io.glasswatch.onnx.emit.Expr;
import io.glasswatch.onnx.graph.Attributes;
import io.glasswatch.onnx.graph.Dim;
import io.glasswatch.onnx.graph.Shape;
import io.glasswatch.onnx.graph.TensorType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** Derivatives of the operators that move elements and change none. */
final class Movements {

  private Movements() {}

  static List<Optional<Expr>> reshape(Forward n, Expr dy) {
    return flowing(dy.reshapedLike(n.in(0)));
  }

  static List<Optional<Expr>> transpose(Forward n, Expr dy) {
    int rank = n.rank();
    List<Long> order =
        n.node()
            .integers("perm")
            .filter(p -> !p.isEmpty())
            .orElseGet(
                () -> IntStream.range(0, rank).mapToObj(i -> (long) (rank - 1 - i)).toList());
    List<Long> back = new ArrayList<>(order);
    for (int i = 0; i < rank; i++) {
      back.set(order.get(i).intValue(), (long) i);
    }
    return flowing(dy.permuted(back));
  }

  static List<Optional<Expr>> concat(Forward n, Expr dy) {
    Emitter emitter = n.emitter();
    int axis = n.axis(0);
    List<Optional<Expr>> gradients = new ArrayList<>();
    Expr from = emitter.longs(0);
    for (int i = 0; i < n.inputs(); i++) {
      Expr size = n.in(i).dim(axis);
      boolean known = emitter.constants().of(from.name()).isPresent();
      Expr to =
          known && n.in(i).shape().dim(axis).isKnown() ? sum(from, n.in(i), axis) : from.plus(size);
      gradients.add(
          n.needs(i)
              ? Optional.of(emitter.emit("Slice", dy, from, to, emitter.longs(axis)))
              : Optional.empty());
      from = to;
    }
    return gradients;
  }

  private static Expr sum(Expr from, Expr part, int axis) {
    Emitter emitter = from.emitter();
    long start = emitter.constants().of(from.name()).orElseThrow().longs()[0];
    return emitter.longs(start + part.shape().dim(axis).scale());
  }

  static List<Optional<Expr>> split(Forward n, Expr dy) {
    List<Expr> parts = new ArrayList<>();
    for (int i = 0; i < n.node().outputs().size(); i++) {
      parts.add(n.dy(i));
    }
    Expr[] all = parts.toArray(new Expr[0]);
    return flowing(n.emitter().emit("Concat", Attributes.of("axis", n.axis(0)), all));
  }

  static List<Optional<Expr>> trilu(Forward n, Expr dy) {
    Expr[] inputs = n.has(1) ? new Expr[] {dy, n.in(1)} : new Expr[] {dy};
    return flowing(n.emitter().emit("Trilu", n.node().attributes(), inputs));
  }

  /** A rotation, so its transpose turns the other way: the same operator with sines negated. */
  static List<Optional<Expr>> rotary(Forward n, Expr dy) {
    boolean standard = n.node().domain().isEmpty();
    List<Expr> inputs = new ArrayList<>(List.of(dy));
    for (int i = 1; i < n.inputs(); i++) {
      boolean isSine = i == (standard ? 2 : 3);
      inputs.add(isSine ? n.in(i).negated() : n.in(i));
    }
    return flowing(
        n.emitter()
            .emit(n.node().op(), n.node().domain(), n.node().attributes(), 1, inputs)
            .get(0));
  }

  /** y repeats x along every axis: dy is cut into those repeats, which are summed. */
  static List<Optional<Expr>> tile(Forward n, Expr dy) {
    Emitter emitter = n.emitter();
    int rank = n.rank();
    Expr repeats = n.in(1).unsqueezed(1);
    Expr dims = n.in(0).dims().unsqueezed(1);
    Expr cut = emitter.emit("Concat", Attributes.of("axis", 1), repeats, dims).reshaped(-1);
    Expr parts = emitter.emit("Reshape", dy, cut);
    List<Dim> interleaved = new ArrayList<>();
    for (int i = 0; i < rank; i++) {
      interleaved.add(Dim.named(parts.name() + "@" + i));
      interleaved.add(n.in(0).shape().dim(i));
    }
    emitter.types().put(parts.name(), TensorType.of(dy.element(), new Shape(interleaved)));
    int[] axes = IntStream.range(0, rank).map(i -> 2 * i).toArray();
    return flowing(parts.sum(axes).reshapedLike(n.in(0)));
  }
}
