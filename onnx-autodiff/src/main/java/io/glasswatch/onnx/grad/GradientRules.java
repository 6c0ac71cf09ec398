package io.glasswatch.onnx.grad;

import static io.glasswatch.onnx.grad.GradientRule.flowing;
import static java.util.Map.entry;

import io.glasswatch.onnx.emit.Expr;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** The derivative of every operator this library can see through, one entry an operator. */
public final class GradientRules {

  private static final double SQRT_PI = Math.sqrt(Math.PI);

  /** Rules by operator. x are the inputs, y is the output, dy its gradient. */
  private static final Map<String, GradientRule> RULES =
      new TreeMap<>(
          Map.ofEntries(
              // Elementwise, one input.
              entry("Identity", (n, dy) -> flowing(dy)),
              entry("Dropout", (n, dy) -> flowing(dy)),
              entry("Neg", (n, dy) -> flowing(dy.negated())),
              entry("Abs", (n, dy) -> flowing(dy.times(n.in(0).apply("Sign")))),
              entry("Exp", (n, dy) -> flowing(dy.times(n.y()))),
              entry("Log", (n, dy) -> flowing(dy.over(n.in(0)))),
              entry("Sqrt", (n, dy) -> flowing(dy.over(n.y().times(2)))),
              entry("Reciprocal", (n, dy) -> flowing(dy.times(n.y().squared()).negated())),
              entry("Erf", (n, dy) -> flowing(dy.times(gauss(n.in(0)).times(2 / SQRT_PI)))),
              entry("Tanh", (n, dy) -> flowing(dy.minus(dy.times(n.y()).times(n.y())))),
              entry("Sigmoid", (n, dy) -> flowing(dy.times(n.y().minus(n.y().squared())))),
              entry("Softplus", (n, dy) -> flowing(dy.times(n.in(0).apply("Sigmoid")))),
              entry(
                  "Softsign", (n, dy) -> flowing(dy.over(n.in(0).apply("Abs").plus(1).squared()))),
              entry("Sin", (n, dy) -> flowing(dy.times(n.in(0).apply("Cos")))),
              entry("Cos", (n, dy) -> flowing(dy.times(n.in(0).apply("Sin")).negated())),
              entry("Tan", (n, dy) -> flowing(dy.times(n.y().squared().plus(1)))),
              entry(
                  "Asin",
                  (n, dy) -> flowing(dy.over(n.in(0).squared().negated().plus(1).apply("Sqrt")))),
              entry(
                  "Acos",
                  (n, dy) ->
                      flowing(
                          dy.over(n.in(0).squared().negated().plus(1).apply("Sqrt")).negated())),
              entry("Atan", (n, dy) -> flowing(dy.over(n.in(0).squared().plus(1)))),
              entry("Sinh", (n, dy) -> flowing(dy.times(n.in(0).apply("Cosh")))),
              entry("Cosh", (n, dy) -> flowing(dy.times(n.in(0).apply("Sinh")))),
              entry("Asinh", (n, dy) -> flowing(dy.over(n.in(0).squared().plus(1).apply("Sqrt")))),
              entry("Acosh", (n, dy) -> flowing(dy.over(n.in(0).squared().minus(1).apply("Sqrt")))),
              entry("Atanh", (n, dy) -> flowing(dy.over(n.in(0).squared().negated().plus(1)))),
              entry("Cast", (n, dy) -> flowing(dy.castTo(n.element()))),
              entry("CastLike", (n, dy) -> flowing(dy.castTo(n.element()))),
              entry("Relu", (n, dy) -> flowing(dy.where(Activations.positive(n.in(0))))),
              entry("LeakyRelu", Activations::leakyRelu),
              entry("ThresholdedRelu", Activations::thresholdedRelu),
              entry("PRelu", Activations::pRelu),
              entry("Elu", Activations::elu),
              entry("Selu", Activations::selu),
              entry("Celu", Activations::celu),
              entry("HardSigmoid", Activations::hardSigmoid),
              entry("HardSwish", Activations::hardSwish),
              entry("Mish", Activations::mish),
              entry("Swish", Activations::swish),
              entry("com.microsoft::QuickGelu", Activations::quickGelu),
              entry("Gelu", Activations::gelu),
              entry("com.microsoft::Gelu", Activations::gelu),
              entry("com.microsoft::FastGelu", Activations::tanhGelu),
              entry("RotaryEmbedding", Movements::rotary),
              entry("com.microsoft::RotaryEmbedding", Movements::rotary),
              entry("Clip", Activations::clip),
              // Elementwise, several inputs.
              entry("Add", (n, dy) -> flowing(dy, dy)),
              entry("Sub", (n, dy) -> flowing(dy, dy.negated())),
              entry("Mul", (n, dy) -> flowing(dy.times(n.in(1)), dy.times(n.in(0)))),
              entry("Div", Arithmetic::div),
              entry("Pow", Arithmetic::pow),
              entry("Mod", Arithmetic::mod),
              entry("Sum", (n, dy) -> Collections.nCopies(n.inputs(), Optional.of(dy))),
              entry(
                  "Mean",
                  (n, dy) -> Collections.nCopies(n.inputs(), Optional.of(dy.over(n.inputs())))),
              entry("Max", Arithmetic::extreme),
              entry("Min", Arithmetic::extreme),
              entry("Where", Arithmetic::where),
              // Products.
              entry("MatMul", Products::matMul),
              entry("com.microsoft::FusedMatMul", Products::fusedMatMul),
              entry("Gemm", Products::gemm),
              entry("Einsum", Products::einsum),
              entry("Conv", Products::conv),
              // Reductions and norms.
              entry("Softmax", Reductions::softmax),
              entry("LogSoftmax", Reductions::logSoftmax),
              entry("ReduceSum", Reductions::sum),
              entry("ReduceMean", Reductions::mean),
              entry("ReduceMax", Reductions::extreme),
              entry("ReduceMin", Reductions::extreme),
              entry("ReduceProd", Reductions::product),
              entry("ReduceL1", Reductions::l1),
              entry("ReduceL2", Reductions::l2),
              entry("ReduceSumSquare", Reductions::sumSquare),
              entry("ReduceLogSum", Reductions::logSum),
              entry("ReduceLogSumExp", Reductions::logSumExp),
              entry("CumSum", Reductions::cumSum),
              entry("LayerNormalization", Norms::layer),
              entry("RMSNormalization", Norms::rms),
              entry("LpNormalization", Norms::lp),
              entry("BatchNormalization", Norms::batch),
              // Movement.
              entry("Reshape", Movements::reshape),
              entry("Flatten", Movements::reshape),
              entry("Squeeze", Movements::reshape),
              entry("Unsqueeze", Movements::reshape),
              entry("Transpose", Movements::transpose),
              entry("Expand", (n, dy) -> flowing(dy)),
              entry("Tile", Movements::tile),
              entry("Concat", Movements::concat),
              entry("Split", Movements::split),
              entry("Slice", Slices::slice),
              entry("Pad", Slices::pad),
              entry("Trilu", Movements::trilu),
              entry("Gather", Gathers::gather),
              entry("GatherElements", Gathers::gatherElements),
              entry("GatherND", Gathers::gatherNd),
              entry("ScatterElements", Gathers::scatterElements),
              entry("ScatterND", Gathers::scatterNd),
              entry("TopK", Gathers::topK),
              // What passes find written out; see the passes FindNorms and FindGelu.
              entry(Views.NORMALIZED, Norms::normalized),
              entry(Views.RMS_NORMALIZED, Norms::rmsNormalized),
              entry(Views.ERF_GELU, Activations::erfGelu)));

  /** Operators whose result does not change with small changes of their inputs. */
  private static final Set<String> FLAT =
      new TreeSet<>(
          List.of(
              "Shape",
              "Size",
              "Equal",
              "Less",
              "LessOrEqual",
              "Greater",
              "GreaterOrEqual",
              "Not",
              "And",
              "Or",
              "Xor",
              "IsNaN",
              "IsInf",
              "Sign",
              "Floor",
              "Ceil",
              "Round",
              "ArgMax",
              "ArgMin",
              "NonZero",
              "OneHot",
              "ConstantOfShape",
              "Range",
              "EyeLike",
              "Hardmax",
              "RandomNormalLike",
              "RandomUniformLike",
              "Bernoulli",
              "Multinomial",
              "Unique",
              "BitShift",
              "BitwiseAnd",
              "BitwiseOr",
              "BitwiseXor",
              "BitwiseNot"));

  /** Operators that round to integers in the middle of the computation. */
  private static final Set<String> QUANTISED =
      new TreeSet<>(
          List.of(
              "DynamicQuantizeLinear",
              "QuantizeLinear",
              "DequantizeLinear",
              "MatMulInteger",
              "ConvInteger",
              "QLinearMatMul",
              "QLinearConv",
              "com.microsoft::DynamicQuantizeMatMul",
              "com.microsoft::MatMulIntegerToFloat",
              "com.microsoft::QAttention",
              "com.microsoft::MatMulNBits",
              "com.microsoft::QGemm",
              "com.microsoft::QLinearAdd",
              "com.microsoft::QLinearMul",
              "com.microsoft::QLinearSoftmax",
              "com.microsoft::QOrderedMatMul",
              "com.microsoft::MatMulBnb4"));

  private GradientRules() {}

  /** Returns the rule of {@code op}, given with its domain. */
  public static Optional<GradientRule> of(String op) {
    return Optional.ofNullable(RULES.get(op));
  }

  /** Says whether no gradient ever passes {@code op}. */
  public static boolean isFlat(String op) {
    return FLAT.contains(op);
  }

  /** Says whether {@code op} belongs to a quantised model. */
  public static boolean isQuantised(String op) {
    return QUANTISED.contains(op);
  }

  /** Returns the operators that have a rule, sorted. */
  public static Set<String> supported() {
    return Collections.unmodifiableSet(RULES.keySet());
  }

  /** Returns the operators that are known to pass no gradient, sorted. */
  public static Set<String> flat() {
    return Collections.unmodifiableSet(FLAT);
  }

  /** exp(-x^2). */
  static Expr gauss(Expr x) {
    return x.squared().negated().apply("Exp");
  }
}
