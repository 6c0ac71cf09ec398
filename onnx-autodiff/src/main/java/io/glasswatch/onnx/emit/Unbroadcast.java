package io.glasswatch.onnx.emit;

import io.glasswatch.onnx.graph.Attributes;
import io.glasswatch.onnx.graph.Dim;
import io.glasswatch.onnx.graph.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The transpose of broadcasting: where a value was repeated, its gradient is summed. Axes that can
 * be told from the shapes are summed by name; where they cannot, the graph compares the shapes
 * itself.
 */
final class Unbroadcast {

  private Unbroadcast() {}

  static Expr apply(Expr gradient, Expr original) {
    Shape wide = gradient.shape();
    Shape narrow = original.shape();
    if (wide.equals(narrow)) {
      return gradient;
    }
    int lead = wide.rank() - narrow.rank();
    if (lead < 0) {
      return gradient.expandedLike(original);
    }
    List<Integer> axes = new ArrayList<>();
    for (int axis = 0; axis < wide.rank(); axis++) {
      Dim from = axis < lead ? Dim.ONE : narrow.dim(axis - lead);
      Dim to = wide.dim(axis);
      if (axis < lead || (from.is(1) && !to.is(1))) {
        axes.add(axis);
      } else if (to.is(1) && !from.is(1)) {
        return apply(gradient.expandedLike(original), original);
      } else if (!from.equals(to)) {
        return atRunTime(gradient, original, lead);
      }
    }
    int[] all = axes.stream().mapToInt(Integer::intValue).toArray();
    Expr summed = all.length == lead ? gradient.sum(all) : gradient.sumKeeping(all);
    return summed.reshapedLike(original);
  }

  private static Expr atRunTime(Expr gradient, Expr original, int lead) {
    Emitter emitter = gradient.emitter();
    Expr dims = original.dims();
    Expr padded =
        lead == 0
            ? dims
            : emitter.emit("Concat", Attributes.of("axis", 0), emitter.longs(ones(lead)), dims);
    Expr differs = emitter.emit("Equal", gradient.dims(), padded).apply("Not");
    Expr axes = differs.apply("NonZero").reshaped(-1);
    Expr summed =
        emitter.emit(
            "ReduceSum", Attributes.of("keepdims", 1, "noop_with_empty_axes", 1), gradient, axes);
    return emitter.emit("Reshape", summed, dims);
  }

  private static long[] ones(int count) {
    long[] ones = new long[count];
    Arrays.fill(ones, 1);
    return ones;
  }
}
