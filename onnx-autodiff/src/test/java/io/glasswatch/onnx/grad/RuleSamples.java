package io.glasswatch.onnx.grad;

import static io.glasswatch.onnx.grad.RuleSample.node;

import io.glasswatch.onnx.graph.Attributes;
import io.glasswatch.onnx.graph.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** At least one small graph for every gradient rule; what is missing fails the test. */
final class RuleSamples {

  private static final long[] CUBE = {2, 3, 4};

  private final Map<String, List<RuleSample>> samples = new LinkedHashMap<>();

  private RuleSamples() {
    elementwise();
    arithmetic();
    products();
    reductions();
    norms();
    movements();
    gathers();
    views();
  }

  static Map<String, List<RuleSample>> all() {
    return new RuleSamples().samples;
  }

  private void add(String op, RuleSample... more) {
    samples.computeIfAbsent(op, k -> new ArrayList<>()).addAll(List.of(more));
  }

  private static RuleSample cube(String op) {
    return RuleSample.of(op, CUBE);
  }

  private void elementwise() {
    for (String op :
        List.of(
            "Identity",
            "Neg",
            "Abs",
            "Exp",
            "Erf",
            "Tanh",
            "Sigmoid",
            "Softplus",
            "Softsign",
            "Sin",
            "Cos",
            "Tan",
            "Atan",
            "Sinh",
            "Cosh",
            "Asinh",
            "Relu",
            "LeakyRelu",
            "Elu",
            "Selu",
            "Celu",
            "Dropout")) {
      add(op, cube(op));
    }
    for (String op : List.of("Log", "Sqrt", "Reciprocal")) {
      add(op, cube(op).between(0.5, 2));
    }
    add("Asin", cube("Asin").between(-0.8, 0.8));
    add("Acos", cube("Acos").between(-0.8, 0.8));
    add("Atanh", cube("Atanh").between(-0.8, 0.8));
    add("Acosh", cube("Acosh").between(1.2, 3));
    add("ThresholdedRelu", cube("ThresholdedRelu").with("alpha", 0.3));
    add(
        "HardSigmoid",
        cube("HardSigmoid").between(-0.5, 0.5).with("alpha", 0.8),
        cube("HardSigmoid").between(2, 3).with("alpha", 0.8));
    add("HardSwish", cube("HardSwish").between(-2.5, 2.5), cube("HardSwish").between(3.5, 5));
    add("Mish", cube("Mish").in(18).between(-3, 3));
    add("Swish", cube("Swish").in(24).with("alpha", 1.3));
    add(
        "Gelu",
        cube("Gelu").in(20).between(-3, 3),
        cube("Gelu").in(20).with("approximate", "tanh"));
    add("com.microsoft::Gelu", cube("com.microsoft::Gelu").between(-3, 3));
    add("com.microsoft::FastGelu", cube("com.microsoft::FastGelu").between(-3, 3));
    add("com.microsoft::QuickGelu", cube("com.microsoft::QuickGelu").with("alpha", 1.702));
    add("PRelu", RuleSample.of("PRelu", CUBE, new long[] {4}));
    add(
        "Cast",
        cube("Cast")
            .computing(
                node("Cast", List.of("x0"), "half").having(Attributes.of("to", 11)),
                node("Cast", List.of("half"), "y").having(Attributes.of("to", 1))));
    add("CastLike", cube("CastLike").and(Tensor.floats(List.of(), 1)));
    add(
        "Clip",
        cube("Clip").and(Tensor.floats(List.of(), -0.5f)).and(Tensor.floats(List.of(), 0.4f)));
  }

  private void arithmetic() {
    long[] row = {4};
    long[] column = {3, 1};
    for (String op : List.of("Add", "Sub", "Mul", "Sum", "Mean", "Max", "Min")) {
      add(
          op,
          RuleSample.of(op, CUBE, row),
          RuleSample.of(op, column, CUBE),
          RuleSample.of(op, new long[] {2, 1, 1}, new long[] {3, 4}));
    }
    add("Sum", RuleSample.of("Sum", CUBE, row, column));
    add(
        "Div",
        RuleSample.of("Div", CUBE, row).between(0.5, 2),
        RuleSample.of("Div", row, CUBE).between(0.5, 2));
    add("Pow", RuleSample.of("Pow", CUBE, row).between(0.5, 2));
    for (float power : new float[] {2, 3, 0.5f, -1}) {
      add("Pow", cube("Pow").between(0.5, 2).and(Tensor.floats(List.of(), power)));
    }
    add("Mod", cube("Mod").with("fmod", 1).between(0.1, 0.9).and(Tensor.floats(List.of(), 0.95f)));
    RuleSample where = RuleSample.of("Where", CUBE, row);
    add(
        "Where",
        where
            .knowing("zero", Tensor.floats(List.of(), 0.1f))
            .computing(
                node("Greater", List.of("x0", "zero"), "c"),
                node("Where", List.of("c", "x0", "x1"), "y")));
  }

  private void products() {
    add(
        "MatMul",
        RuleSample.of("MatMul", CUBE, new long[] {4, 5}),
        RuleSample.of("MatMul", CUBE, new long[] {2, 4, 3}));
    add(
        "MatMul",
        RuleSample.of("MatMul", new long[] {4}, new long[] {2, 4, 3}),
        RuleSample.of("MatMul", CUBE, new long[] {4}));
    add(
        "MatMul",
        RuleSample.of("MatMul", new long[] {3, 4}, new long[] {2, 4, 3}),
        RuleSample.of("MatMul", CUBE).and(weight(4, 5)));
    add(
        "com.microsoft::FusedMatMul",
        RuleSample.of("com.microsoft::FusedMatMul", CUBE, new long[] {2, 5, 4})
            .with("transB", 1, "alpha", 0.5),
        RuleSample.of("com.microsoft::FusedMatMul", CUBE, new long[] {2, 3, 5}).with("transA", 1));
    long[] a = {3, 4};
    add(
        "Gemm",
        RuleSample.of("Gemm", a, new long[] {4, 5}, new long[] {5})
            .with("alpha", 0.5, "beta", 2.0));
    add(
        "Gemm",
        RuleSample.of("Gemm", a, new long[] {5, 4}).with("transB", 1),
        RuleSample.of("Gemm", a, new long[] {3, 5}).with("transA", 1));
    add(
        "Gemm",
        RuleSample.of("Gemm", a, new long[] {5, 3}, new long[] {4, 1})
            .with("transA", 1, "transB", 1));
    add(
        "Gemm",
        RuleSample.of("Gemm", a).and(weight(4, 5)),
        RuleSample.of("Gemm", a).and(weight(5, 4)).with("transB", 1));
    add(
        "Einsum",
        RuleSample.of("Einsum", new long[] {2, 3, 2, 4}, new long[] {2, 5, 2, 4})
            .with("equation", "bind,bjnd->bnij"));
    add("Einsum", RuleSample.of("Einsum", CUBE, new long[] {4, 5}).with("equation", "abc,cd->abd"));
    add(
        "Einsum",
        RuleSample.of("Einsum", CUBE, new long[] {4, 5}).with("equation", "...c,cd->...d"),
        cube("Einsum").with("equation", "abc->ac"));
    add(
        "Conv",
        RuleSample.of("Conv", new long[] {2, 3, 8})
            .and(kernel(4, 3, 3))
            .with("pads", new long[] {1, 1}));
  }

  private static Tensor weight(long rows, long columns) {
    return kernel(rows, columns);
  }

  private static Tensor kernel(long... dims) {
    List<Long> boxed = Arrays.stream(dims).boxed().toList();
    float[] values = new float[(int) Arrays.stream(dims).reduce(1, (x, y) -> x * y)];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) Math.sin(i + 1.0);
    }
    return Tensor.floats(boxed, values);
  }

  private void reductions() {
    for (String op :
        List.of("Sum", "Mean", "Max", "Min", "Prod", "L1", "L2", "SumSquare", "LogSumExp")) {
      String reduce = "Reduce" + op;
      boolean asInput = op.equals("Sum");
      RuleSample last = cube(reduce).between(0.3, 1.5);
      add(reduce, asInput ? last.and(Tensor.vector(-1)) : last.with("axes", new long[] {-1}));
      RuleSample two = cube(reduce).between(0.3, 1.5);
      add(
          reduce,
          asInput
              ? two.and(Tensor.vector(0, 2)).with("keepdims", 0)
              : two.with("axes", new long[] {0, 2}, "keepdims", 0));
      add(reduce, cube(reduce).between(0.3, 1.5));
    }
    add("ReduceLogSum", cube("ReduceLogSum").between(0.3, 1.5).with("axes", new long[] {1}));
    add("ReduceMean", cube("ReduceMean").in(18).and(Tensor.vector(1)));
    add("Softmax", cube("Softmax"), cube("Softmax").with("axis", 1));
    add("LogSoftmax", cube("LogSoftmax"), cube("LogSoftmax").with("axis", 0));
    add(
        "CumSum",
        cube("CumSum").and(Tensor.longs(List.of(), 1)),
        cube("CumSum").and(Tensor.longs(List.of(), 2)).with("reverse", 1, "exclusive", 1));
  }

  private void norms() {
    long[] row = {4};
    add(
        "LayerNormalization",
        RuleSample.of("LayerNormalization", CUBE, row, row),
        RuleSample.of("LayerNormalization", CUBE, new long[] {3, 4}).with("axis", 1));
    add("RMSNormalization", RuleSample.of("RMSNormalization", CUBE, row).in(23));
    add(
        "LpNormalization",
        cube("LpNormalization").with("p", 2),
        cube("LpNormalization").with("p", 1, "axis", 1));
    add(
        "BatchNormalization",
        cube("BatchNormalization")
            .and(Tensor.floats(List.of(3L), 1, 2, 3))
            .and(Tensor.floats(List.of(3L), 0, 1, 0))
            .and(Tensor.floats(List.of(3L), 0.1f, 0.2f, 0.3f))
            .and(Tensor.floats(List.of(3L), 1, 0.5f, 2)));
  }

  private void movements() {
    add(
        "Reshape",
        cube("Reshape").and(Tensor.vector(0, -1)),
        cube("Reshape").and(Tensor.vector(4, 6)));
    add("Flatten", cube("Flatten").with("axis", 2));
    add("Squeeze", RuleSample.of("Squeeze", new long[] {2, 1, 4}).and(Tensor.vector(1)));
    add("Unsqueeze", cube("Unsqueeze").and(Tensor.vector(1, -1)));
    add("Transpose", cube("Transpose"), cube("Transpose").with("perm", new long[] {1, 2, 0}));
    add("Expand", RuleSample.of("Expand", new long[] {3, 1}).and(Tensor.vector(2, 3, 4)));
    add("Tile", cube("Tile").and(Tensor.vector(2, 1, 3)));
    add(
        "Concat",
        RuleSample.of("Concat", CUBE, new long[] {2, 2, 4}).with("axis", 1),
        RuleSample.of("Concat", CUBE, CUBE).with("axis", -1));
    add(
        "Split",
        cube("Split")
            .knowing("sizes", Tensor.vector(1, 3))
            .computing(
                node("Split", List.of("x0", "sizes"), "a", "b").having(Attributes.of("axis", 2)),
                node("Mul", List.of("a", "b"), "y")));
    add(
        "Split",
        cube("Split")
            .knowing("sizes", Tensor.vector(1, 3))
            .computing(
                node("Split", List.of("x0", "sizes"), "a", "b").having(Attributes.of("axis", 2)),
                node("Exp", List.of("b"), "y")));
    add(
        "Trilu",
        RuleSample.of("Trilu", new long[] {2, 3, 4}).with("upper", 1),
        RuleSample.of("Trilu", new long[] {3, 3}).and(Tensor.longs(List.of(), 1)).with("upper", 0));
    add("Slice", slice(new long[] {1}, new long[] {3}, new long[] {2}, new long[] {1}));
    add(
        "Slice",
        slice(
            new long[] {-2, 0},
            new long[] {Integer.MAX_VALUE, 1},
            new long[] {2, 1},
            new long[] {1, 1}));
    add(
        "Slice",
        slice(new long[] {0, 2}, new long[] {4, -9}, new long[] {2, 1}, new long[] {2, -1}));
    add(
        "Pad",
        cube("Pad").and(Tensor.vector(0, 1, 0, 0, 0, 2)),
        cube("Pad").and(Tensor.vector(0, -1, 0, 0, 0, 2)));
    RuleSample rotated = RuleSample.of("RotaryEmbedding", new long[] {2, 2, 3, 4}).in(23);
    add("RotaryEmbedding", rotated.and(kernel(2, 3, 2)).and(kernel(2, 3, 2)));
    add(
        "com.microsoft::RotaryEmbedding",
        RuleSample.of("com.microsoft::RotaryEmbedding", new long[] {2, 3, 8})
            .and(Tensor.longs(List.of(2L, 3L), 0, 1, 2, 2, 1, 0))
            .and(kernel(5, 2))
            .and(kernel(5, 2))
            .with("num_heads", 2));
  }

  private static RuleSample slice(long[] starts, long[] ends, long[] axes, long[] steps) {
    return cube("Slice")
        .and(Tensor.vector(starts))
        .and(Tensor.vector(ends))
        .and(Tensor.vector(axes))
        .and(Tensor.vector(steps));
  }

  private void gathers() {
    add(
        "Gather",
        cube("Gather").and(Tensor.vector(2, 0, 2)).with("axis", 1),
        cube("Gather").and(Tensor.longs(List.of(), -1)).with("axis", 1));
    add("Gather", cube("Gather").and(Tensor.longs(List.of(2L, 2L), 0, 1, 1, -1)).with("axis", 2));
    add(
        "GatherElements",
        cube("GatherElements")
            .and(Tensor.longs(List.of(2L, 1L, 4L), 0, 2, 2, 1, 0, 0, 1, 2))
            .with("axis", 1));
    add("GatherND", cube("GatherND").and(Tensor.longs(List.of(3L, 2L), 0, 1, 1, -1, 0, 1)));
    add(
        "GatherND",
        cube("GatherND").and(Tensor.longs(List.of(2L, 2L, 1L), 0, 2, -1, 1)).with("batch_dims", 1));
    add(
        "TopK",
        cube("TopK")
            .computing(
                node("TopK", List.of("x0", "k"), "y", "where").having(Attributes.of("axis", 1)))
            .knowing("k", Tensor.vector(2)));
    add(
        "ScatterElements",
        RuleSample.of("ScatterElements", CUBE)
            .computing(
                node("ScatterElements", List.of("x0", "at", "x1"), "y")
                    .having(Attributes.of("axis", 1)))
            .knowing("at", Tensor.longs(List.of(2L, 1L, 4L), 0, 2, 2, 1, 0, 0, 1, 2))
            .reading(new long[] {2, 1, 4}));
    add(
        "ScatterND",
        RuleSample.of("ScatterND", CUBE)
            .computing(node("ScatterND", List.of("x0", "at", "x1"), "y"))
            .knowing("at", Tensor.longs(List.of(2L, 2L), 0, 1, 1, 2))
            .reading(new long[] {2, 4}));
  }

  private void views() {
    RuleSample norm =
        cube("Div")
            .knowing("two", Tensor.floats(List.of(), 2))
            .knowing("tiny", Tensor.floats(List.of(), 1e-5f))
            .computing(
                node("ReduceMean", List.of("x0"), "mean")
                    .having(Attributes.of("axes", new long[] {-1})),
                node("Sub", List.of("x0", "mean"), "d"),
                node("Pow", List.of("d", "two"), "square"),
                node("ReduceMean", List.of("square"), "var")
                    .having(Attributes.of("axes", new long[] {-1})),
                node("Add", List.of("var", "tiny"), "safe"),
                node("Sqrt", List.of("safe"), "deviation"),
                node("Div", List.of("d", "deviation"), "y"));
    add(Views.NORMALIZED, norm);
    RuleSample rms =
        cube("Mul")
            .knowing("two", Tensor.floats(List.of(), 2))
            .knowing("tiny", Tensor.floats(List.of(), 1e-5f))
            .computing(
                node("Pow", List.of("x0", "two"), "square"),
                node("ReduceMean", List.of("square"), "mean")
                    .having(Attributes.of("axes", new long[] {-1})),
                node("Add", List.of("mean", "tiny"), "safe"),
                node("Sqrt", List.of("safe"), "root"),
                node("Reciprocal", List.of("root"), "r"),
                node("Mul", List.of("x0", "r"), "y"));
    add(Views.RMS_NORMALIZED, rms);
    RuleSample gelu =
        cube("Mul")
            .between(-3, 3)
            .knowing("root2", Tensor.floats(List.of(), (float) Math.sqrt(2)))
            .knowing("one", Tensor.floats(List.of(), 1))
            .knowing("half", Tensor.floats(List.of(), 0.5f))
            .computing(
                node("Div", List.of("x0", "root2"), "u"),
                node("Erf", List.of("u"), "e"),
                node("Add", List.of("e", "one"), "f"),
                node("Mul", List.of("x0", "f"), "g"),
                node("Mul", List.of("g", "half"), "y"));
    add(Views.ERF_GELU, gelu);
  }
}
