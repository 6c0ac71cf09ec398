package io.glasswatch.onnx;

import io.glasswatch.onnx.Description.ExtraInput;
import io.glasswatch.onnx.emit.Emitter;
import io.glasswatch.onnx.emit.Expr;
import io.glasswatch.onnx.graph.Attributes;
import io.glasswatch.onnx.graph.Dim;
import io.glasswatch.onnx.graph.ElementType;
import io.glasswatch.onnx.graph.Graph;
import io.glasswatch.onnx.graph.Shape;
import io.glasswatch.onnx.graph.TensorType;
import io.glasswatch.onnx.graph.Value;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * Copies of every row of the batch, one a point of a path: the first is the input itself, the
 * others lie where {@code path_alphas} says. Copy k of row b is row {@code k * batch + b}.
 */
final class RowCopies {
  private final Emitter emitter;
  private final Dim batch;
  private final Map<String, Expr> copied = new HashMap<>();
  private final Expr alphas;
  private final Expr weights;
  private final Expr rows;

  RowCopies(Emitter emitter, Graph graph, Expr ids, Map<String, ExtraInput> extraInputs) {
    this.emitter = emitter;
    batch = ids.shape().dim(0);
    rows = ids.dim(0);
    alphas =
        withFirst(
            1, input("path_alphas", "where on the path, 0 the baseline, 1 the input", extraInputs));
    weights =
        withFirst(
            0, input("path_weights", "the weight of each point in the integral", extraInputs));
    for (Value value : graph.inputs()) {
      copy(emitter.value(value.name()));
    }
    Set<Dim> otherAxes = new HashSet<>(ids.shape().dims().subList(1, ids.rank()));
    for (Value output : graph.outputs()) {
      cut(output, otherAxes);
    }
  }

  private Expr input(String name, String meaning, Map<String, ExtraInput> extraInputs) {
    Expr input =
        emitter.input(name, TensorType.of(ElementType.FLOAT, Shape.of(Dim.named("points"))));
    extraInputs.put(input.name(), ExtraInputs.describe(input, meaning));
    return input;
  }

  private Expr withFirst(double first, Expr rest) {
    return emitter.emit("Concat", Attributes.of("axis", 0), rest.like(first).reshaped(1), rest);
  }

  /** Returns {@code value} once for every point, if it has rows. */
  Expr copy(Expr value) {
    boolean hasRows =
        value.type().shape().filter(s -> s.rank() > 0 && s.dim(0).equals(batch)).isPresent();
    if (!hasRows) {
      return value;
    }
    return copied.computeIfAbsent(value.name(), n -> repeat(value));
  }

  private Expr repeat(Expr value) {
    Expr once = emitter.longs(ones(value.rank() - 1));
    Expr repeats = emitter.emit("Concat", Attributes.of("axis", 0), alphas.dims(), once);
    Expr all = emitter.emit("Tile", value, repeats);
    emitter.types().put(all.name(), TensorType.of(value.element(), value.shape()));
    emitter.redirect(value.name(), all, Set.of(all.name(), rows.name()));
    return all;
  }

  private static long[] ones(int count) {
    long[] ones = new long[count];
    Arrays.fill(ones, 1);
    return ones;
  }

  /*
   * The model's own outputs keep their names and their rows. An export may say of rows no more than
   * that their number is not fixed.
   */
  private void cut(Value output, Set<Dim> otherAxes) {
    boolean hasRows =
        emitter.maker(output.name()).isPresent()
            && emitter
                .types()
                .shape(output.name())
                .filter(s -> s.rank() > 0 && !s.dim(0).isKnown() && !otherAxes.contains(s.dim(0)))
                .isPresent();
    if (hasRows) {
      Expr all = emitter.renamed(output.name(), output.name() + "/rows");
      copied.put(output.name(), all);
      emitter.define(output.name(), first(all));
    }
  }

  /** Returns the rows of the model's output {@code name} at all points. */
  Expr allRows(String name) {
    return copied.getOrDefault(name, emitter.value(name));
  }

  /** Returns those rows of {@code value} that belong to the input itself. */
  Expr first(Expr value) {
    Expr zero = emitter.longs(0);
    Expr cut = emitter.emit("Slice", value, zero, rows, zero);
    emitter.types().put(cut.name(), value.type());
    return cut;
  }

  /** Returns the place of every row on the path, [rows, 1, 1]. */
  Expr alphaOfRows(ElementType type) {
    Expr shape = emitter.emit("Concat", Attributes.of("axis", 0), alphas.dims(), rows);
    Expr all = emitter.emit("Expand", alphas.castTo(type).unsqueezed(1), shape);
    return all.reshaped(-1, 1, 1);
  }

  /** Returns the weighted sum of {@code values} over the points, [batch, ...]. */
  Expr integral(Expr values) {
    Expr shape = emitter.emit("Concat", Attributes.of("axis", 0), alphas.dims(), emitter.longs(-1));
    Expr points = emitter.emit("Reshape", values, shape);
    Expr sum = weights.castTo(values.element()).reshaped(1, -1).matmul(points);
    Expr back = emitter.emit("Reshape", sum, first(values).dims());
    emitter.types().put(back.name(), values.type());
    return back;
  }

  /** Returns {@code values}, one a row, at the points of the path, [points, batch]. */
  Expr byPoint(Expr values) {
    Expr shape = emitter.emit("Concat", Attributes.of("axis", 0), emitter.longs(-1), rows);
    Expr one = emitter.longs(1);
    Expr all =
        emitter.emit(
            "Slice",
            emitter.emit("Reshape", values, shape),
            one,
            emitter.longs(Integer.MAX_VALUE),
            emitter.longs(0));
    emitter
        .types()
        .put(all.name(), TensorType.of(values.element(), Shape.of(Dim.named("points"), batch)));
    return all;
  }
}
