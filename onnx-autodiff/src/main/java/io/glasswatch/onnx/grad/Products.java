package io.glasswatch.onnx.grad;

import static io.glasswatch.onnx.grad.GradientRule.flowing;

import io.glasswatch.onnx.emit.Emitter;
import io.glasswatch.onnx.emit.Expr;
import io.glasswatch.onnx.graph.Attributes;
import io.glasswatch.onnx.graph.Einsum;
import io.glasswatch.onnx.graph.Node;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** Derivatives of the operators that multiply and sum. */
final class Products {

  private Products() {}

  /** Y = A B, so dA = dY B^T and dB = A^T dY, batch dimensions left to {@link ReverseMode}. */
  static List<Optional<Expr>> matMul(Forward n, Expr dy) {
    Expr a = n.in(0);
    Expr b = n.in(1);
    if (a.rank() == 1 || b.rank() == 1) {
      return vectors(n, dy);
    }
    List<Optional<Expr>> gradients = new ArrayList<>();
    gradients.add(n.needs(0) ? Optional.of(timesTransposed(dy, b, a)) : Optional.empty());
    gradients.add(n.needs(1) ? Optional.of(a.transposedTimes(dy)) : Optional.empty());
    return gradients;
  }

  /* A vector is a matrix of one row on the left, of one column on the right. */
  private static List<Optional<Expr>> vectors(Forward n, Expr dy) {
    Expr a = n.in(0);
    Expr b = n.in(1);
    Expr left = a.rank() == 1 ? a.unsqueezed(0) : a;
    Expr right = b.rank() == 1 ? b.unsqueezed(1) : b;
    Expr d = b.rank() == 1 ? dy.unsqueezed(-1) : dy;
    d = a.rank() == 1 ? d.unsqueezed(-2) : d;
    Expr da = d.matmul(right.transposed());
    Expr db = left.transposed().matmul(d);
    return flowing(
        a.rank() == 1 ? da.summedLike(left).squeezed(0) : da,
        b.rank() == 1 ? db.summedLike(right).squeezed(1) : db);
  }

  /**
   * dY B^T, in the shape of A. Where B is a weight, Gemm reads it as it lies: no transposed copy of
   * it is ever made.
   */
  private static Expr timesTransposed(Expr dy, Expr b, Expr a) {
    Emitter emitter = dy.emitter();
    Optional<Weight> weight = weight(b);
    if (weight.isEmpty()) {
      return dy.timesTransposed(b);
    }
    long columns = b.shape().dim(1).scale();
    Scaled scaled = Scaled.of(dy);
    Expr rows = dy.rank() == 2 ? scaled.value : scaled.value.reshaped(-1, columns);
    long turn = weight.get().turned ? 0 : 1;
    Expr product =
        emitter.emit(
            "Gemm",
            Attributes.of("transB", turn, "alpha", scaled.factor),
            rows,
            weight.get().value);
    return product.reshapedLike(a);
  }

  /** A value times a number, which a product can take as its factor. */
  private record Scaled(Expr value, double factor) {
    static Scaled of(Expr value) {
      Emitter emitter = value.emitter();
      Optional<Node> mul = emitter.maker(value.name()).filter(n -> n.is("Mul"));
      Optional<Double> factor = mul.flatMap(n -> emitter.constants().number(n.inputs().get(1)));
      boolean keepsShape =
          factor.isPresent() && emitter.value(mul.get().inputs().get(1)).rank() == 0;
      return keepsShape
          ? new Scaled(emitter.value(mul.get().inputs().get(0)), factor.get())
          : new Scaled(value, 1);
    }
  }

  /** A constant matrix, or the transpose of one. */
  private record Weight(Expr value, boolean turned) {}

  private static Optional<Weight> weight(Expr b) {
    Emitter emitter = b.emitter();
    if (b.rank() != 2 || b.shape().dims().stream().anyMatch(d -> !d.isKnown())) {
      return Optional.empty();
    }
    if (emitter.constants().of(b.name()).isPresent()) {
      return Optional.of(new Weight(b, false));
    }
    Optional<Node> turn =
        emitter
            .maker(b.name())
            .filter(
                t -> t.is("Transpose") && emitter.constants().of(t.inputs().get(0)).isPresent());
    return turn.map(t -> new Weight(b.transposed(), true));
  }

  /** Y = alpha op(A) op(B), where op may swap the last two axes. */
  static List<Optional<Expr>> fusedMatMul(Forward n, Expr dy) {
    if (n.node().integer("transBatchA", 0) == 1 || n.node().integer("transBatchB", 0) == 1) {
      throw new UnsupportedOpException(
          "node \"%s\" of type com.microsoft::FusedMatMul swaps batch axes, which has no gradient rule"
              .formatted(n.node().label()));
    }
    return transposable(n, dy.times(n.node().number("alpha", 1)));
  }

  private static List<Optional<Expr>> transposable(Forward n, Expr dy) {
    boolean turnA = n.node().integer("transA", 0) == 1;
    boolean turnB = n.node().integer("transB", 0) == 1;
    Expr a = turnA ? n.in(0).transposed() : n.in(0);
    Expr b = turnB ? n.in(1).transposed() : n.in(1);
    List<Optional<Expr>> gradients = new ArrayList<>();
    if (n.needs(0)) {
      Expr da = turnB ? dy.matmul(n.in(1)) : timesTransposed(dy, b, a);
      gradients.add(Optional.of(turnA ? da.transposed() : da));
    } else {
      gradients.add(Optional.empty());
    }
    if (n.needs(1)) {
      Expr db = a.transposed().matmul(dy);
      gradients.add(Optional.of(turnB ? db.transposed() : db));
    } else {
      gradients.add(Optional.empty());
    }
    return gradients;
  }

  /** Y = alpha op(A) op(B) + beta C. */
  static List<Optional<Expr>> gemm(Forward n, Expr dy) {
    List<Optional<Expr>> gradients =
        new ArrayList<>(transposable(n, dy.times(n.node().number("alpha", 1))));
    if (n.has(2)) {
      gradients.add(Optional.of(dy.times(n.node().number("beta", 1))));
    }
    return gradients;
  }

  /** The gradient of one factor is the same sum with that factor and the result exchanged. */
  static List<Optional<Expr>> einsum(Forward n, Expr dy) {
    Einsum einsum =
        Einsum.of(n.node(), IntStream.range(0, n.inputs()).mapToObj(i -> n.in(i).rank()).toList());
    boolean plain =
        einsum.inputs().stream().allMatch(Products::lettersDiffer)
            && lettersDiffer(einsum.output());
    if (!plain) {
      throw new UnsupportedOpException(
          "node \"%s\" is an Einsum with a repeated letter (\"%s\"), which has no gradient rule; write it as MatMul"
              .formatted(n.node().label(), n.node().text("equation", "")));
    }
    List<Optional<Expr>> gradients = new ArrayList<>();
    for (int i = 0; i < n.inputs(); i++) {
      gradients.add(n.needs(i) ? Optional.of(einsum(n, dy, einsum, i)) : Optional.empty());
    }
    return gradients;
  }

  private static Expr einsum(Forward n, Expr dy, Einsum einsum, int index) {
    String letters = einsum.inputs().get(index);
    List<Expr> factors = new ArrayList<>(List.of(dy));
    StringBuilder equation = new StringBuilder(einsum.output());
    for (int i = 0; i < n.inputs(); i++) {
      if (i != index) {
        factors.add(n.in(i));
        equation.append(',').append(einsum.inputs().get(i));
      }
    }
    String known = equation.toString();
    StringBuilder kept = new StringBuilder();
    List<Integer> alone = new ArrayList<>();
    for (int axis = 0; axis < letters.length(); axis++) {
      if (known.indexOf(letters.charAt(axis)) < 0) {
        alone.add(axis);
      } else {
        kept.append(letters.charAt(axis));
      }
    }
    equation.append("->").append(kept);
    Expr product =
        n.emitter()
            .emit(
                "Einsum",
                Attributes.of("equation", equation.toString()),
                factors.toArray(new Expr[0]));
    /* Axes that the factor is summed over on its own get the same gradient everywhere. */
    return alone.isEmpty()
        ? product
        : product
            .unsqueezed(alone.stream().mapToInt(Integer::intValue).toArray())
            .expandedLike(n.in(index));
  }

  private static boolean lettersDiffer(String letters) {
    return letters.chars().distinct().count() == letters.length();
  }

  /** The transposed convolution with the same kernel; stride 1 only. */
  static List<Optional<Expr>> conv(Forward n, Expr dy) {
    boolean plain =
        n.node().integers("strides").orElse(List.of()).stream().allMatch(s -> s == 1)
            && n.node().text("auto_pad", "NOTSET").equals("NOTSET");
    if (!plain || n.needs(1)) {
      throw new UnsupportedOpException(
          "node \"%s\" is a Conv with a stride, automatic padding or a computed kernel, which has no gradient rule"
              .formatted(n.node().label()));
    }
    Expr dx = n.emitter().emit("ConvTranspose", n.node().attributes(), dy, n.in(1));
    n.emitter().types().put(dx.name(), n.in(0).type());
    return flowing(dx);
  }
}
