package io.glasswatch.onnx.graph;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** The shape, and for small integer vectors the elements, that Slice leaves. */
final class SliceRule {

  private SliceRule() {}

  static List<TensorType> infer(Inference c, Shape s) {
    Optional<List<Dim>> starts = given(c, "starts", 1);
    Optional<List<Dim>> ends = given(c, "ends", 2);
    Optional<List<Long>> axes =
        c.node().attribute("axes").isPresent() || c.node().input(3).isPresent()
            ? c.integers("axes", 3)
            : starts.map(x -> Inference.range(0, x.size()));
    Optional<List<Long>> steps =
        c.node().input(4).isPresent()
            ? c.content(4).flatMap(Inference::known)
            : starts.map(x -> x.stream().map(d -> 1L).toList());
    if (axes.isEmpty()) {
      return c.one(TensorType.of(c.element(), c.freshShape(s.rank())));
    }
    boolean told = starts.isPresent() && ends.isPresent() && steps.isPresent();
    Shape result = s;
    for (int i = 0; i < axes.get().size(); i++) {
      int axis = Inference.front(axes.get().get(i), s.rank());
      Dim length =
          told
              ? length(s.dim(axis), starts.get().get(i), ends.get().get(i), steps.get().get(i))
                  .orElse(c.fresh(axis))
              : c.fresh(axis);
      result = result.with(axis, length);
    }
    TensorType type = TensorType.of(c.element(), result);
    Optional<List<Dim>> content =
        told ? content(c, s, starts.get(), ends.get(), steps.get()) : Optional.empty();
    return c.one(content.map(type::holding).orElse(type));
  }

  private static Optional<List<Dim>> given(Inference c, String key, int input) {
    Optional<List<Long>> attribute = c.node().integers(key);
    return attribute.isPresent()
        ? attribute.map(a -> a.stream().map(Dim::known).toList())
        : c.content(input);
  }

  private static Optional<List<Dim>> content(
      Inference c, Shape s, List<Dim> starts, List<Dim> ends, List<Long> steps) {
    boolean simple = s.rank() == 1 && starts.size() == 1 && c.content(0).isPresent();
    if (!simple || !starts.get(0).isKnown() || !ends.get(0).isKnown() || steps.get(0) != 1) {
      return Optional.empty();
    }
    List<Dim> from = c.content(0).get();
    int start = clamp(starts.get(0).scale(), from.size());
    int end = clamp(ends.get(0).scale(), from.size());
    List<Dim> taken = new ArrayList<>();
    IntStream.range(start, Math.max(start, end)).forEach(i -> taken.add(from.get(i)));
    return Optional.of(taken);
  }

  private static int clamp(long index, long size) {
    return (int) Math.max(0, Math.min(size, index < 0 ? index + size : index));
  }

  /*
   * A start or end that is only known at run time is taken to lie inside the dimension: a model whose
   * slice falls short of it would fail at the next broadcast.
   */
  private static Optional<Dim> length(Dim size, Dim start, Dim end, long step) {
    if (size.isKnown() && start.isKnown() && end.isKnown()) {
      return Optional.of(Dim.known(knownLength(size.scale(), start.scale(), end.scale(), step)));
    }
    if (step != 1) {
      return start.is(0)
              && toTheEnd(size, end)
              && step > 0
              && size.exactlyOver(Dim.known(step)).isPresent()
          ? size.exactlyOver(Dim.known(step))
          : Optional.empty();
    }
    Optional<Dim> from = inside(size, start);
    Optional<Dim> to = toTheEnd(size, end) ? Optional.of(size) : inside(size, end);
    return from.flatMap(f -> to.map(t -> t.minus(f)));
  }

  private static boolean toTheEnd(Dim size, Dim end) {
    return size.equals(end) || (end.isKnown() && end.scale() >= Integer.MAX_VALUE);
  }

  /* A negative bound counts from the end; a positive one is kept only where it is not cut off. */
  private static Optional<Dim> inside(Dim size, Dim bound) {
    if (bound.isKnown() && bound.scale() < 0) {
      return Optional.of(size.plus(bound));
    }
    boolean mayBeCutOff = bound.isKnown() && bound.scale() > 0 && !size.isKnown();
    return mayBeCutOff ? Optional.of(bound).filter(b -> b.is(1)) : Optional.of(bound);
  }

  private static long knownLength(long size, long start, long end, long step) {
    if (step > 0) {
      long from = clamp(start, size);
      long to = clamp(end, size);
      return Math.max(0, (to - from + step - 1) / step);
    }
    long from = Math.min(start < 0 ? start + size : start, size - 1);
    long to = Math.max(end < 0 ? end + size : end, -1);
    return step == 0 ? 0 : Math.max(0, (from - to - step - 1) / -step);
  }
}
