package io.glasswatch.onnx.graph;

import static java.util.Map.entry;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;

/** The operators that move elements around, and those that compute with shapes. */
final class ShapeRules {

  static final Map<String, InferenceRule> RULES =
      Map.ofEntries(
          entry("Shape", ShapeRules::shape),
          entry("Size", c -> c.one(scalarOf(c.shape(0).map(Shape::elements)))),
          entry("Reshape", ShapeRules::reshape),
          entry("Flatten", ShapeRules::flatten),
          entry("Transpose", ShapeRules::transpose),
          entry("Unsqueeze", ShapeRules::unsqueeze),
          entry("Squeeze", ShapeRules::squeeze),
          entry("Concat", ShapeRules::concat),
          entry("Split", ShapeRules::split),
          entry("Slice", ShapeRules::slice),
          entry("Gather", ShapeRules::gather),
          entry("GatherElements", c -> c.one(c.element(), c.shape(1))),
          entry("GatherND", ShapeRules::gatherNd),
          entry("Expand", ShapeRules::expand),
          entry("Tile", ShapeRules::tile),
          entry("Pad", ShapeRules::pad),
          entry("ConstantOfShape", ShapeRules::constantOfShape),
          entry("Range", ShapeRules::range),
          entry("TopK", ShapeRules::topK),
          entry("SplitToSequence", ShapeRules::splitToSequence),
          entry("SequenceAt", c -> c.one(c.in(0))),
          entry("ConcatFromSequence", ShapeRules::concatFromSequence));

  private ShapeRules() {}

  private static TensorType scalarOf(Optional<Dim> value) {
    TensorType type = TensorType.of(ElementType.INT64, Shape.SCALAR);
    return value.map(v -> type.holding(List.of(v))).orElse(type);
  }

  private static TensorType vectorOf(ElementType element, List<Dim> content) {
    return TensorType.of(element, Shape.of(content.size())).holding(content);
  }

  private static List<TensorType> shape(Inference c) {
    if (c.shape(0).isEmpty()) {
      return c.one(TensorType.of(ElementType.INT64, Shape.of(c.fresh(0))));
    }
    List<Dim> dims = c.shape(0).get().dims();
    int start = bound(c.node().integer("start", 0), dims.size());
    int end = bound(c.node().integer("end", dims.size()), dims.size());
    return c.one(vectorOf(ElementType.INT64, dims.subList(start, Math.max(start, end))));
  }

  private static int bound(long index, int size) {
    return (int) Math.max(0, Math.min(size, index < 0 ? index + size : index));
  }

  private static List<TensorType> reshape(Inference c) {
    Optional<Shape> shape = c.content(1).map(target -> reshaped(c, target));
    if (shape.isEmpty()) {
      shape =
          c.shape(1)
              .filter(s -> s.rank() == 1 && s.dim(0).isKnown())
              .map(s -> c.freshShape(rank(s)));
    }
    TensorType type = TensorType.of(c.element(), shape);
    boolean keepsContent = c.content(0).isPresent() && shape.isPresent() && shape.get().rank() <= 1;
    return c.one(keepsContent ? type.holding(c.content(0).get()) : type);
  }

  private static int rank(Shape vector) {
    long rank = vector.dim(0).scale();
    if (rank < 0 || rank > 64) {
      throw new InvalidModelException("a shape of " + rank + " dimensions");
    }
    return (int) rank;
  }

  /* 0 keeps the dimension; -1 takes what is left, found by dividing the element counts. */
  private static Shape reshaped(Inference c, List<Dim> target) {
    boolean zeroCopies = c.node().integer("allowzero", 0) == 0;
    List<Dim> dims = new ArrayList<>();
    int inferred = -1;
    for (int i = 0; i < target.size(); i++) {
      int axis = i;
      Dim dim = target.get(i);
      if (dim.is(0) && zeroCopies) {
        dim = c.shape(0).filter(s -> axis < s.rank()).map(s -> s.dim(axis)).orElse(c.fresh(i));
      } else if (dim.is(-1)) {
        inferred = i;
        dim = Dim.ONE;
      }
      dims.add(dim);
    }
    if (inferred >= 0) {
      Dim others = dims.stream().reduce(Dim.ONE, Dim::times);
      dims.set(
          inferred,
          c.shape(0).flatMap(s -> s.elements().exactlyOver(others)).orElse(c.fresh(inferred)));
    }
    return new Shape(dims);
  }

  private static List<TensorType> flatten(Inference c) {
    return c.one(
        c.element(),
        c.shape(0)
            .map(
                s -> {
                  long axis = c.node().integer("axis", 1);
                  int cut = bound(axis, s.rank());
                  return Shape.of(
                      new Shape(s.dims().subList(0, cut)).elements(),
                      new Shape(s.dims().subList(cut, s.rank())).elements());
                }));
  }

  private static List<TensorType> transpose(Inference c) {
    return c.one(
        c.element(),
        c.shape(0)
            .map(
                s -> {
                  List<Long> order = c.node().integers("perm").orElse(List.of());
                  List<Dim> dims = Inference.copy(s);
                  if (order.isEmpty()) {
                    Collections.reverse(dims);
                    return new Shape(dims);
                  }
                  return new Shape(
                      order.stream().map(axis -> s.dim(Inference.front(axis, s.rank()))).toList());
                }));
  }

  private static List<TensorType> unsqueeze(Inference c) {
    Optional<List<Long>> axes = c.integers("axes", 1);
    Optional<Shape> shape =
        c.shape(0)
            .flatMap(
                s ->
                    axes.map(
                        a -> {
                          int rank = s.rank() + a.size();
                          List<Integer> front =
                              a.stream().map(x -> Inference.front(x, rank)).sorted().toList();
                          List<Dim> dims = Inference.copy(s);
                          front.forEach(axis -> dims.add(Math.min(axis, dims.size()), Dim.ONE));
                          return new Shape(dims);
                        }));
    return c.one(keepingContent(c, shape));
  }

  private static TensorType keepingContent(Inference c, Optional<Shape> shape) {
    TensorType type = TensorType.of(c.element(), shape);
    boolean keeps = shape.isPresent() && shape.get().rank() <= 1 && c.content(0).isPresent();
    return keeps ? type.holding(c.content(0).get()) : type;
  }

  private static List<TensorType> squeeze(Inference c) {
    boolean given = c.node().attribute("axes").isPresent() || c.node().input(1).isPresent();
    Optional<Shape> shape =
        c.shape(0)
            .flatMap(
                s -> {
                  Optional<List<Integer>> axes =
                      given
                          ? c.axes(s.rank(), 1)
                          : Optional.of(
                              IntStream.range(0, s.rank())
                                  .filter(i -> s.dim(i).is(1))
                                  .boxed()
                                  .toList());
                  return axes.map(a -> dropped(s, a));
                });
    return c.one(keepingContent(c, shape));
  }

  private static Shape dropped(Shape s, List<Integer> axes) {
    return new Shape(
        IntStream.range(0, s.rank()).filter(i -> !axes.contains(i)).mapToObj(s::dim).toList());
  }

  private static List<TensorType> concat(Inference c) {
    List<Dim> content = new ArrayList<>();
    boolean told = true;
    Optional<Shape> shape = c.shape(0);
    for (int i = 0; i < c.count(); i++) {
      Optional<Shape> next = c.shape(i);
      told &= c.content(i).isPresent() && next.isPresent() && next.get().rank() == 1;
      c.content(i).ifPresent(content::addAll);
      if (i > 0) {
        shape = shape.flatMap(a -> next.map(b -> joined(c, a, b)));
      }
    }
    TensorType type = TensorType.of(c.element(), shape);
    return c.one(told ? vectorOf(c.element(), content) : type);
  }

  private static Shape joined(Inference c, Shape a, Shape b) {
    if (a.rank() != b.rank()) {
      throw new InvalidModelException(
          "node \"%s\" joins tensors of shapes %s and %s".formatted(c.node().label(), a, b));
    }
    int axis = a.axis((int) c.node().integer("axis", 0));
    return a.with(axis, a.dim(axis).plus(b.dim(axis)));
  }

  private static List<TensorType> split(Inference c) {
    int parts = c.node().outputs().size();
    if (c.shape(0).isEmpty()) {
      return Collections.nCopies(parts, TensorType.of(c.element()));
    }
    Shape s = c.shape(0).get();
    int axis = s.axis((int) c.node().integer("axis", 0));
    Optional<List<Long>> sizes = c.integers("split", 1);
    List<TensorType> types = new ArrayList<>();
    for (int i = 0; i < parts; i++) {
      Dim size =
          sizes.isPresent() && i < sizes.get().size()
              ? Dim.known(sizes.get().get(i))
              : s.dim(axis).exactlyOver(Dim.known(parts)).orElse(c.fresh(i));
      types.add(TensorType.of(c.element(), s.with(axis, size)));
    }
    return types;
  }

  private static List<TensorType> slice(Inference c) {
    if (c.shape(0).isEmpty()) {
      return c.one(TensorType.of(c.element()));
    }
    return SliceRule.infer(c, c.shape(0).get());
  }

  private static List<TensorType> gather(Inference c) {
    int axis = (int) c.node().integer("axis", 0);
    Optional<Shape> shape =
        c.shape(0)
            .flatMap(
                s ->
                    c.shape(1)
                        .map(
                            index -> {
                              List<Dim> dims = Inference.copy(s);
                              int at = s.axis(axis);
                              dims.remove(at);
                              dims.addAll(at, index.dims());
                              return new Shape(dims);
                            }));
    TensorType type = TensorType.of(c.element(), shape);
    boolean told = c.content(0).isPresent() && shape.isPresent() && shape.get().rank() <= 1;
    Optional<List<Long>> indices = c.content(1).flatMap(Inference::known);
    if (!told || indices.isEmpty()) {
      return c.one(type);
    }
    List<Dim> from = c.content(0).get();
    return c.one(
        type.holding(
            indices.get().stream().map(i -> from.get(Inference.front(i, from.size()))).toList()));
  }

  private static List<TensorType> gatherNd(Inference c) {
    long batch = c.node().integer("batch_dims", 0);
    Optional<Shape> shape =
        c.shape(0)
            .flatMap(
                data ->
                    c.shape(1)
                        .filter(index -> index.rank() > 0 && index.dim(-1).isKnown())
                        .map(
                            index -> {
                              List<Dim> dims = Inference.copy(index.without(-1));
                              int from = (int) (batch + index.dim(-1).scale());
                              dims.addAll(
                                  data.dims().subList(Math.min(from, data.rank()), data.rank()));
                              return new Shape(dims);
                            }));
    return c.one(c.element(), shape);
  }

  private static List<TensorType> expand(Inference c) {
    Optional<Shape> target = c.content(1).map(Shape::new);
    if (target.isEmpty()) {
      target =
          c.shape(1)
              .filter(s -> s.rank() == 1 && s.dim(0).isKnown())
              .map(s -> c.freshShape(rank(s)));
    }
    Optional<Shape> to = target;
    return c.one(c.element(), c.shape(0).flatMap(s -> to.map(t -> Shape.broadcast(s, t))));
  }

  private static List<TensorType> tile(Inference c) {
    return c.one(
        c.element(),
        c.shape(0)
            .map(
                s -> {
                  Optional<List<Dim>> repeats = c.content(1).filter(r -> r.size() == s.rank());
                  return new Shape(
                      IntStream.range(0, s.rank())
                          .mapToObj(
                              i -> repeats.map(r -> s.dim(i).times(r.get(i))).orElse(c.fresh(i)))
                          .toList());
                }));
  }

  private static List<TensorType> pad(Inference c) {
    Optional<List<Long>> pads = c.integers("pads", 1);
    return c.one(
        c.element(),
        c.shape(0)
            .map(
                s -> {
                  if (pads.isEmpty()
                      || pads.get().size() != 2 * s.rank()
                      || c.node().input(3).isPresent()) {
                    return c.freshShape(s.rank());
                  }
                  return new Shape(
                      IntStream.range(0, s.rank())
                          .mapToObj(
                              i ->
                                  s.dim(i)
                                      .plus(
                                          Dim.known(
                                              pads.get().get(i) + pads.get().get(i + s.rank()))))
                          .toList());
                }));
  }

  private static List<TensorType> constantOfShape(Inference c) {
    Optional<Tensor> value = c.node().attribute("value").map(a -> new Tensor(a.getT()));
    ElementType element = value.map(Tensor::type).orElse(ElementType.FLOAT);
    Optional<Shape> shape = c.content(0).map(Shape::new);
    if (shape.isEmpty()) {
      shape =
          c.shape(0)
              .filter(s -> s.rank() == 1 && s.dim(0).isKnown())
              .map(s -> c.freshShape(rank(s)));
    }
    TensorType type = TensorType.of(element, shape);
    boolean small =
        element.isInteger()
            && shape.isPresent()
            && shape.get().rank() == 1
            && shape.get().dim(0).isKnown()
            && shape.get().dim(0).scale() <= 64;
    if (!small) {
      return c.one(type);
    }
    Dim fill = Dim.known(value.get().longs()[0]);
    return c.one(type.holding(Collections.nCopies((int) shape.get().dim(0).scale(), fill)));
  }

  private static List<TensorType> range(Inference c) {
    UnaryOperator<Optional<List<Dim>>> single = o -> o.filter(d -> d.size() == 1);
    Optional<List<Dim>> start = single.apply(c.content(0));
    Optional<List<Dim>> end = single.apply(c.content(1));
    Optional<List<Dim>> step = single.apply(c.content(2));
    boolean unitStep = step.isPresent() && step.get().get(0).is(1);
    Dim length =
        unitStep && start.isPresent() && end.isPresent()
            ? end.get().get(0).minus(start.get().get(0))
            : c.fresh(0);
    TensorType type = TensorType.of(c.element(), Shape.of(length));
    if (!length.isKnown() || length.scale() < 0 || length.scale() > 64) {
      return c.one(type);
    }
    Dim from = start.get().get(0);
    return c.one(
        type.holding(
            IntStream.range(0, (int) length.scale())
                .mapToObj(i -> from.plus(Dim.known(i)))
                .toList()));
  }

  /** The type of a sequence is that of its elements. */
  private static List<TensorType> splitToSequence(Inference c) {
    int axis = (int) c.node().integer("axis", 0);
    boolean single = c.node().input(1).isEmpty();
    boolean dropped = single && c.node().integer("keepdims", 1) == 0;
    boolean ones = single || c.content(1).filter(s -> s.equals(List.of(Dim.ONE))).isPresent();
    return c.one(
        c.element(),
        c.shape(0)
            .map(s -> dropped ? s.without(axis) : s.with(axis, ones ? Dim.ONE : c.fresh(axis))));
  }

  private static List<TensorType> concatFromSequence(Inference c) {
    int axis = (int) c.node().integer("axis", 0);
    boolean stacked = c.node().integer("new_axis", 0) == 1;
    return c.one(
        c.element(),
        c.shape(0)
            .map(s -> stacked ? c.freshShape(s.rank() + 1) : s.with(axis, c.fresh(s.axis(axis)))));
  }

  private static List<TensorType> topK(Inference c) {
    Optional<Shape> shape =
        c.shape(0)
            .map(
                s -> {
                  int axis = s.axis((int) c.node().integer("axis", -1));
                  Dim k =
                      c.content(1)
                          .filter(d -> d.size() == 1)
                          .map(d -> d.get(0))
                          .orElse(c.fresh(axis));
                  return s.with(axis, k);
                });
    return List.of(TensorType.of(c.element(), shape), TensorType.of(ElementType.INT64, shape));
  }
}
