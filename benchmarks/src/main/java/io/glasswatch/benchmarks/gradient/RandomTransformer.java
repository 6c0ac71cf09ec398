package io.glasswatch.benchmarks.gradient;

import io.glasswatch.onnx.emit.Emitter;
import io.glasswatch.onnx.emit.Expr;
import io.glasswatch.onnx.graph.Attributes;
import io.glasswatch.onnx.graph.Dim;
import io.glasswatch.onnx.graph.ElementType;
import io.glasswatch.onnx.graph.Graph;
import io.glasswatch.onnx.graph.Model;
import io.glasswatch.onnx.graph.Shape;
import io.glasswatch.onnx.graph.Tensor;
import io.glasswatch.onnx.graph.TensorType;
import io.glasswatch.onnx.graph.Value;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Transformers with random weights, in the operators that an exporter writes for them. */
final class RandomTransformer {
  private static final int VOCABULARY = 1000;
  private static final int CLASSES = 3;

  private final Random random = new Random(5);
  private final Emitter emitter;
  private final int width;
  private final int heads;

  private RandomTransformer(int width, int heads) {
    this.width = width;
    this.heads = heads;
    TensorType ids =
        TensorType.of(ElementType.INT64, Shape.of(Dim.named("batch"), Dim.named("sequence")));
    List<Value> inputs = List.of(new Value("input_ids", ids), new Value("attention_mask", ids));
    Graph empty = new Graph("random", inputs, List.of(), List.of(), Map.of(), List.of());
    emitter = Emitter.rebuilding(Model.of(17, empty), "model/");
  }

  /** A BERT encoder with a classifier on its first token: LayerNormalization, GELU written out. */
  static Model bert(int layers, int width, int heads) {
    RandomTransformer t = new RandomTransformer(width, heads);
    Expr x = t.layerNorm(t.embedded());
    for (int i = 0; i < layers; i++) {
      x = t.layerNorm(x.plus(t.attention(x, heads, false)));
      x = t.layerNorm(x.plus(t.gelu(x)));
    }
    return t.classified(x);
  }

  /** A Llama decoder with a classifier: RMS norm, grouped queries, rotation, SwiGLU. */
  static Model llama(int layers, int width, int heads, int groups) {
    RandomTransformer t = new RandomTransformer(width, heads);
    Expr x = t.embedded();
    for (int i = 0; i < layers; i++) {
      x = x.plus(t.attention(t.rmsNorm(x), groups, true));
      x = x.plus(t.swiGlu(t.rmsNorm(x)));
    }
    return t.classified(t.rmsNorm(x));
  }

  private Expr weight(int... dims) {
    int count = 1;
    for (int dim : dims) {
      count *= dim;
    }
    float[] values = new float[count];
    float scale = (float) (1 / Math.sqrt(dims[0]));
    for (int i = 0; i < count; i++) {
      values[i] = scale * (2 * random.nextFloat() - 1);
    }
    List<Long> shape = Arrays.stream(dims).mapToObj(d -> (long) d).toList();
    return emitter.constant(Tensor.floats(shape, values));
  }

  private Expr linear(Expr x, int from, int to) {
    return x.matmul(weight(from, to)).plus(weight(to));
  }

  private Expr embedded() {
    Expr table = weight(VOCABULARY, width);
    return emitter.emit("Gather", table, emitter.value("input_ids")).times(Math.sqrt(VOCABULARY));
  }

  private Expr layerNorm(Expr x) {
    return emitter.emit(
        "LayerNormalization",
        Attributes.of("axis", -1, "epsilon", 1e-5),
        x,
        weight(width),
        weight(width));
  }

  private Expr rmsNorm(Expr x) {
    Expr mean = emitter.emit("Pow", x, x.like(2)).meanKeeping(-1);
    Expr root = mean.plus(1e-5).apply("Sqrt");
    return x.times(root.apply("Reciprocal")).times(weight(width));
  }

  private Expr gelu(Expr x) {
    Expr h = linear(x, width, 4 * width);
    Expr factor = h.over(Math.sqrt(2)).apply("Erf").plus(1);
    return linear(h.times(factor).times(0.5), 4 * width, width);
  }

  private Expr swiGlu(Expr x) {
    int inner = 8 * width / 3;
    Expr gate = x.matmul(weight(width, inner));
    Expr h = gate.times(gate.apply("Sigmoid")).times(x.matmul(weight(width, inner)));
    return h.matmul(weight(inner, width));
  }

  private Expr headed(Expr x, int count) {
    return x.reshaped(0, 0, count, width / heads).permuted(List.of(0L, 2L, 1L, 3L));
  }

  private Expr attention(Expr x, int groups, boolean rotated) {
    int each = width / heads;
    Expr q = headed(linear(x, width, width), heads);
    Expr k = headed(linear(x, width, groups * each), groups);
    Expr v = headed(linear(x, width, groups * each), groups);
    if (rotated) {
      q = rotated(q);
      k = rotated(k);
    }
    Expr scores = q.matmul(repeated(k, groups).transposed()).over(Math.sqrt(each)).plus(mask());
    Expr p = emitter.emit("Softmax", Attributes.of("axis", -1), scores);
    Expr context = p.matmul(repeated(v, groups)).permuted(List.of(0L, 2L, 1L, 3L));
    return linear(context.reshaped(0, 0, width), width, width);
  }

  private Expr mask() {
    Expr kept = emitter.value("attention_mask").castTo(ElementType.FLOAT).unsqueezed(1, 2);
    return kept.like(1).minus(kept).times(-1e9);
  }

  private Expr repeated(Expr x, int groups) {
    if (groups == heads) {
      return x;
    }
    Expr wide = emitter.emit("Expand", x.unsqueezed(2), emitter.longs(1, 1, heads / groups, 1, 1));
    Expr dims =
        emitter.emit(
            "Concat", Attributes.of("axis", 0), x.dim(0), emitter.longs(heads), x.dim(2), x.dim(3));
    return emitter.emit("Reshape", wide, dims);
  }

  /* x cos + (-x2, x1) sin, with tables for 512 positions. */
  private Expr rotated(Expr x) {
    int each = width / heads;
    Expr zero = emitter.longs(0);
    Expr cos = emitter.emit("Slice", weight(512, each), zero, x.dim(2), zero);
    Expr sin = emitter.emit("Slice", weight(512, each), zero, x.dim(2), zero);
    Expr half = emitter.longs(each / 2);
    Expr axis = emitter.longs(3);
    Expr first = emitter.emit("Slice", x, zero, half, axis);
    Expr second = emitter.emit("Slice", x, half, emitter.longs(each), axis);
    Expr turned = emitter.emit("Concat", Attributes.of("axis", 3), second.negated(), first);
    return x.times(cos).plus(turned.times(sin));
  }

  private Model classified(Expr x) {
    Expr first = emitter.emit("Gather", Attributes.of("axis", 1), x, zero());
    emitter.output("logits", linear(first, width, CLASSES));
    return emitter.finish();
  }

  private Expr zero() {
    return emitter.constant(Tensor.longs(List.of(), 0));
  }
}
