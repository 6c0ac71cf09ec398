package io.glasswatch.onnx.graph;

import static java.util.Map.entry;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BinaryOperator;

/** What each operator makes of the types of its inputs, one entry an operator. */
final class InferenceRules {

  private static final Map<String, InferenceRule> RULES = new TreeMap<>();

  static {
    all(
        InferenceRules::likeFirst,
        "Identity",
        "Neg",
        "Abs",
        "Exp",
        "Log",
        "Sqrt",
        "Reciprocal",
        "Tanh");
    all(
        InferenceRules::likeFirst,
        "Erf",
        "Sigmoid",
        "Relu",
        "LeakyRelu",
        "Elu",
        "Selu",
        "Celu",
        "Gelu");
    all(
        InferenceRules::likeFirst,
        "Softplus",
        "Softsign",
        "HardSigmoid",
        "HardSwish",
        "Mish",
        "Swish");
    all(
        InferenceRules::likeFirst,
        "ThresholdedRelu",
        "Shrink",
        "Sin",
        "Cos",
        "Tan",
        "Asin",
        "Acos",
        "Atan");
    all(
        InferenceRules::likeFirst,
        "Sinh",
        "Cosh",
        "Asinh",
        "Acosh",
        "Atanh",
        "Floor",
        "Ceil",
        "Round");
    all(
        InferenceRules::likeFirst,
        "Sign",
        "Clip",
        "Softmax",
        "LogSoftmax",
        "Hardmax",
        "CumSum",
        "Trilu");
    all(
        InferenceRules::likeFirst,
        "Not",
        "BitwiseNot",
        "LpNormalization",
        "MeanVarianceNormalization");
    all(
        InferenceRules::likeFirst,
        "InstanceNormalization",
        "GroupNormalization",
        "RMSNormalization");
    all(
        InferenceRules::likeFirst,
        "RotaryEmbedding",
        "ScatterND",
        "ScatterElements",
        "Scatter",
        "Dropout");
    all(InferenceRules::likeFirst, "BatchNormalization", "SimplifiedLayerNormalization", "PRelu");
    all(InferenceRules::likeFirst, "ReverseSequence", "TensorScatter", "com.microsoft::FastGelu");
    all(
        InferenceRules::likeFirst,
        "com.microsoft::Gelu",
        "com.microsoft::QuickGelu",
        "com.microsoft::RotaryEmbedding");
    all(InferenceRules::likeFirst, "com.microsoft::BiasGelu");
    all(c -> elementwise(c, Optional.empty()), "Pow", "Sum", "Mean", "BitShift");
    all(c -> arithmetic(c, Dim::plus), "Add");
    all(c -> arithmetic(c, Dim::minus), "Sub");
    all(c -> arithmetic(c, Dim::times), "Mul");
    all(c -> arithmetic(c, InferenceRules::quotient), "Div");
    all(c -> arithmetic(c, (a, b) -> extreme(a, b, 1)), "Max");
    all(c -> arithmetic(c, (a, b) -> extreme(a, b, -1)), "Min");
    all(c -> elementwise(c, Optional.empty()), "Mod", "BitwiseAnd", "BitwiseOr", "BitwiseXor");
    all(c -> elementwise(c, Optional.of(ElementType.BOOL)), "And", "Or", "Xor", "Less", "Greater");
    all(c -> elementwise(c, Optional.of(ElementType.BOOL)), "LessOrEqual", "GreaterOrEqual");
    all(InferenceRules::equal, "Equal");
    all(c -> c.one(ElementType.BOOL, c.shape(0)), "IsNaN", "IsInf");
    all(InferenceRules::where, "Where");
    all(c -> c.one(new TensorType(castTo(c), c.shape(0), c.content(0))), "Cast");
    all(c -> c.one(c.in(1).element(), c.shape(0)), "CastLike");
    for (String reduce :
        List.of(
            "Sum", "Mean", "Max", "Min", "Prod", "L1", "L2", "SumSquare", "LogSum", "LogSumExp")) {
      all(InferenceRules::reduce, "Reduce" + reduce);
    }
    all(InferenceRules::argExtreme, "ArgMax", "ArgMin");
    all(
        c -> c.one(c.element(), product(c)),
        "MatMul",
        "com.microsoft::FusedMatMul",
        "MatMulInteger");
    all(InferenceRules::gemm, "Gemm", "com.microsoft::FusedGemm");
    all(InferenceRules::normalization, "LayerNormalization");
    all(
        c -> List.of(c.in(0), TensorType.UNKNOWN, TensorType.UNKNOWN, c.in(0)),
        "com.microsoft::SkipLayerNormalization");
    all(
        c -> List.of(c.in(0), TensorType.UNKNOWN, TensorType.UNKNOWN, c.in(0)),
        "com.microsoft::SkipSimplifiedLayerNormalization");
    all(c -> c.one(ElementType.FLOAT, c.shape(0)), "DequantizeLinear", "DequantizeLinearBlock");
    RULES.putAll(
        Map.ofEntries(
            entry("Constant", InferenceRules::constant),
            entry("Einsum", c -> c.one(c.element(), Einsum.outputShape(c))),
            entry(
                "Conv",
                c ->
                    c.one(
                        c.element(),
                        c.shape(0).map(s -> c.freshShape(s.rank()).with(0, s.dim(0))))),
            entry("OneHot", InferenceRules::oneHot),
            entry(
                "NonZero",
                c ->
                    c.one(
                        ElementType.INT64,
                        c.shape(0).map(s -> Shape.of(Dim.known(s.rank()), c.fresh(1))))),
            entry("RandomNormalLike", InferenceRules::likeFirst),
            entry("RandomUniformLike", InferenceRules::likeFirst)));
    RULES.putAll(ShapeRules.RULES);
  }

  private InferenceRules() {}

  private static void all(InferenceRule rule, String... operators) {
    for (String operator : operators) {
      RULES.put(operator, rule);
    }
  }

  /** Returns what is known of the node's outputs; nothing for an operator without an entry. */
  static List<TensorType> infer(Inference call) {
    InferenceRule rule = RULES.get(call.node().qualifiedOp());
    return rule == null ? List.of() : rule.infer(call);
  }

  private static List<TensorType> likeFirst(Inference c) {
    return c.one(c.element(), c.shape(0));
  }

  private static List<TensorType> constant(Inference c) {
    Node node = c.node();
    if (node.attribute("value").isPresent()) {
      return c.one(Types.typeOf(new Tensor(node.attribute("value").get().getT())));
    }
    if (node.attribute("value_int").isPresent()) {
      return c.one(Types.typeOf(Tensor.longs(List.of(), node.integer("value_int", 0))));
    }
    if (node.attribute("value_float").isPresent()) {
      return c.one(TensorType.of(ElementType.FLOAT, Shape.SCALAR));
    }
    return node.integers("value_ints")
        .map(
            v ->
                c.one(Types.typeOf(Tensor.vector(v.stream().mapToLong(Long::longValue).toArray()))))
        .orElse(List.of());
  }

  private static List<TensorType> elementwise(Inference c, Optional<ElementType> element) {
    return c.one(element.orElse(c.element()), c.broadcast(0));
  }

  private static List<TensorType> arithmetic(Inference c, BinaryOperator<Dim> operator) {
    TensorType type = TensorType.of(c.element(), c.broadcast(0));
    return c.one(combined(c, operator).map(type::holding).orElse(type));
  }

  /** Returns the elementwise result on contents, one side repeated if it has a single element. */
  private static Optional<List<Dim>> combined(Inference c, BinaryOperator<Dim> operator) {
    if (c.count() != 2 || c.content(0).isEmpty() || c.content(1).isEmpty()) {
      return Optional.empty();
    }
    List<Dim> a = c.content(0).get();
    List<Dim> b = c.content(1).get();
    int size = a.isEmpty() || b.isEmpty() ? 0 : Math.max(a.size(), b.size());
    if ((a.size() != size && a.size() != 1) || (b.size() != size && b.size() != 1)) {
      return Optional.empty();
    }
    List<Dim> result = new ArrayList<>();
    for (int i = 0; i < size; i++) {
      result.add(operator.apply(a.get(a.size() == 1 ? 0 : i), b.get(b.size() == 1 ? 0 : i)));
    }
    return Optional.of(result);
  }

  private static Dim quotient(Dim a, Dim b) {
    return a.isKnown() && b.isKnown() && b.scale() != 0
        ? Dim.known(a.scale() / b.scale())
        : a.over(b);
  }

  private static Dim extreme(Dim a, Dim b, int sign) {
    if (a.isKnown() && b.isKnown()) {
      return Long.compare(a.scale(), b.scale()) * sign >= 0 ? a : b;
    }
    return a.equals(b) ? a : Dim.named((sign > 0 ? "max(" : "min(") + a + "," + b + ")");
  }

  private static List<TensorType> equal(Inference c) {
    TensorType type = TensorType.of(ElementType.BOOL, c.broadcast(0));
    Optional<List<Dim>> same = combined(c, InferenceRules::same);
    boolean told = same.isPresent() && same.get().stream().allMatch(Dim::isKnown);
    return c.one(told ? type.holding(same.get()) : type);
  }

  /* A dimension is never negative, so it differs from -1 whatever it is. */
  private static Dim same(Dim a, Dim b) {
    if (a.isKnown() && b.isKnown()) {
      return Dim.known(a.scale() == b.scale() ? 1 : 0);
    }
    boolean oneIsNegative = (a.isKnown() && a.scale() < 0) || (b.isKnown() && b.scale() < 0);
    return oneIsNegative ? Dim.known(0) : Dim.named("(" + a + "==" + b + ")");
  }

  private static List<TensorType> where(Inference c) {
    TensorType type = TensorType.of(c.in(1).element(), c.broadcast(0));
    Optional<List<Long>> condition = c.content(0).flatMap(Inference::known);
    boolean told = condition.isPresent() && c.content(1).isPresent() && c.content(2).isPresent();
    if (!told) {
      return c.one(type);
    }
    List<Dim> yes = c.content(1).get();
    List<Dim> no = c.content(2).get();
    int size = condition.get().size();
    if ((yes.size() != size && yes.size() != 1) || (no.size() != size && no.size() != 1)) {
      return c.one(type);
    }
    List<Dim> chosen = new ArrayList<>();
    for (int i = 0; i < size; i++) {
      List<Dim> from = condition.get().get(i) != 0 ? yes : no;
      chosen.add(from.get(from.size() == 1 ? 0 : i));
    }
    return c.one(type.holding(chosen));
  }

  private static ElementType castTo(Inference c) {
    return ElementType.of((int) c.node().integer("to", 0));
  }

  private static List<TensorType> reduce(Inference c) {
    boolean keep = c.node().integer("keepdims", 1) == 1;
    Optional<Shape> shape =
        c.shape(0).flatMap(s -> c.axes(s.rank(), 1).map(axes -> reduced(s, axes, keep)));
    TensorType type = TensorType.of(c.element(), shape);
    boolean product = c.node().op().equals("ReduceProd") && c.content(0).isPresent();
    return c.one(
        product
            ? type.holding(List.of(c.content(0).get().stream().reduce(Dim.ONE, Dim::times)))
            : type);
  }

  private static Shape reduced(Shape shape, List<Integer> axes, boolean keep) {
    List<Dim> dims = new ArrayList<>();
    for (int i = 0; i < shape.rank(); i++) {
      if (!axes.contains(i)) {
        dims.add(shape.dim(i));
      } else if (keep) {
        dims.add(Dim.ONE);
      }
    }
    return new Shape(dims);
  }

  private static List<TensorType> argExtreme(Inference c) {
    boolean keep = c.node().integer("keepdims", 1) == 1;
    return c.one(
        ElementType.INT64,
        c.shape(0).map(s -> reduced(s, List.of(s.axis((int) c.node().integer("axis", 0))), keep)));
  }

  private static Optional<Shape> product(Inference c) {
    if (c.shape(0).isEmpty() || c.shape(1).isEmpty()) {
      return Optional.empty();
    }
    Shape a = swapped(c.shape(0).get(), c.node().integer("transA", 0) == 1);
    Shape b = swapped(c.shape(1).get(), c.node().integer("transB", 0) == 1);
    if (a.rank() == 0 || b.rank() == 0) {
      throw new InvalidModelException(
          "node \"%s\" multiplies a scalar as a matrix".formatted(c.node().label()));
    }
    List<Dim> dims = new ArrayList<>();
    if (a.rank() > 2 || b.rank() > 2) {
      dims.addAll(Shape.broadcast(batch(a), batch(b)).dims());
    }
    if (a.rank() > 1) {
      dims.add(a.dim(-2));
    }
    if (b.rank() > 1) {
      dims.add(b.dim(-1));
    }
    return Optional.of(new Shape(dims));
  }

  private static Shape batch(Shape s) {
    return new Shape(s.rank() > 2 ? s.dims().subList(0, s.rank() - 2) : List.of());
  }

  private static Shape swapped(Shape s, boolean swap) {
    if (!swap || s.rank() < 2) {
      return s;
    }
    List<Dim> dims = Inference.copy(s);
    Collections.swap(dims, dims.size() - 1, dims.size() - 2);
    return new Shape(dims);
  }

  private static List<TensorType> gemm(Inference c) {
    return c.one(c.element(), product(c));
  }

  private static List<TensorType> normalization(Inference c) {
    Optional<Shape> statistics =
        c.shape(0)
            .map(
                s -> {
                  int from = s.axis((int) c.node().integer("axis", -1));
                  List<Integer> axes = new ArrayList<>();
                  for (int i = from; i < s.rank(); i++) {
                    axes.add(i);
                  }
                  return reduced(s, axes, true);
                });
    TensorType type = TensorType.of(ElementType.FLOAT, statistics);
    return List.of(TensorType.of(c.element(), c.shape(0)), type, type);
  }

  private static List<TensorType> oneHot(Inference c) {
    Dim depth = c.content(1).filter(d -> d.size() == 1).map(d -> d.get(0)).orElse(c.fresh(0));
    return c.one(
        c.in(2).element(),
        c.shape(0)
            .map(
                s -> {
                  List<Dim> dims = Inference.copy(s);
                  long axis = c.node().integer("axis", -1);
                  dims.add((int) (axis < 0 ? axis + s.rank() + 1 : axis), depth);
                  return new Shape(dims);
                }));
  }
}
