package io.glasswatch.onnx.pass;

import io.glasswatch.onnx.emit.Emitter;
import io.glasswatch.onnx.emit.Expr;
import io.glasswatch.onnx.graph.Attributes;
import io.glasswatch.onnx.graph.ElementType;
import io.glasswatch.onnx.graph.Tensor;
import io.glasswatch.onnx.graph.UnsupportedNodeException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Writes attention out: {@code softmax(scale Q K^T + mask) V} for queries, keys and values of shape
 * [batch, heads, positions, width].
 */
final class ExpandAttention {
  private static final List<Long> HEADS_FIRST = List.of(0L, 2L, 1L, 3L);

  private ExpandAttention() {}

  /** Queries, keys and values from one product with packed weights. */
  static List<Expr> packed(Fused n) {
    n.without(4, 4, "a key-value cache");
    if (n.integer("do_rotary", 0) == 1) {
      throw new UnsupportedNodeException(n.node(), "it rotates its inputs");
    }
    Expr product = n.in(0).matmul(n.in(1));
    Expr all = n.has(2) ? product.plus(n.in(2)) : product;
    List<Expr> parts = split(n, all);
    long heads = n.integer("num_heads", 0);
    Expr q = headed(parts.get(0), heads);
    Expr k = headed(parts.get(1), heads);
    Expr v = headed(parts.get(2), heads);
    Optional<Expr> mask = n.has(3) ? Optional.of(padding(n, n.in(3), k)) : Optional.empty();
    return List.of(attend(n, q, k, v, biased(n, mask, 5), n.integer("unidirectional", 0) == 1));
  }

  private static List<Expr> split(Fused n, Expr all) {
    Optional<List<Long>> sizes = n.node().integers("qkv_hidden_sizes");
    if (sizes.isPresent()) {
      long[] plain = sizes.get().stream().mapToLong(Long::longValue).toArray();
      return n.emitter()
          .emit("Split", "", Attributes.of("axis", -1), 3, List.of(all, n.emitter().longs(plain)));
    }
    long third = all.shape().dim(-1).scale() / 3;
    return n.emitter()
        .emit(
            "Split",
            "",
            Attributes.of("axis", -1),
            3,
            List.of(all, n.emitter().longs(third, third, third)));
  }

  /** Queries, keys and values from three inputs. */
  static List<Expr> multiHead(Fused n) {
    n.without(6, 9, "a key-value cache");
    boolean packedInputs = !n.has(1) || !n.has(2) || n.in(0).rank() != 3;
    if (packedInputs || (n.has(3) && n.in(1).rank() != 3)) {
      throw new UnsupportedNodeException(n.node(), "its queries, keys and values are packed");
    }
    List<Expr> three = new ArrayList<>(List.of(n.in(0), n.in(1), n.in(2)));
    if (n.has(3)) {
      long[] sizes = three.stream().mapToLong(e -> e.shape().dim(-1).scale()).toArray();
      List<Expr> biases =
          n.emitter()
              .emit(
                  "Split",
                  "",
                  Attributes.of("axis", 0),
                  3,
                  List.of(n.in(3), n.emitter().longs(sizes)));
      for (int i = 0; i < 3; i++) {
        three.set(i, three.get(i).plus(biases.get(i)));
      }
    }
    long heads = n.integer("num_heads", 0);
    Expr k = withHeads(three.get(1), heads);
    Optional<Expr> mask = n.has(4) ? Optional.of(padding(n, n.in(4), k)) : Optional.empty();
    boolean causal = n.integer("unidirectional", 0) == 1;
    return List.of(
        attend(
            n,
            headed(three.get(0), heads),
            k,
            withHeads(three.get(2), heads),
            biased(n, mask, 5),
            causal));
  }

  /** The operator of the ONNX standard, with grouped key and value heads. */
  static List<Expr> standard(Fused n) {
    n.without(4, 6, "a key-value cache");
    Expr q = n.in(0);
    Expr k = n.in(1);
    Expr v = n.in(2);
    boolean flat = q.rank() == 3;
    if (flat) {
      q = headed(q, n.integer("q_num_heads", 0));
      k = headed(k, n.integer("kv_num_heads", 0));
      v = headed(v, n.integer("kv_num_heads", 0));
    }
    long groups = q.shape().dim(1).scale() / k.shape().dim(1).scale();
    k = repeated(k, groups);
    v = repeated(v, groups);
    Expr queries = q;
    Optional<Expr> mask = n.has(3) ? Optional.of(asAddend(n.in(3), queries)) : Optional.empty();
    Expr context = attend(n, q, k, v, mask, n.integer("is_causal", 0) == 1);
    return List.of(flat ? context : headed(context, q.shape().dim(1).scale()));
  }

  /** Returns [batch, positions, heads * width] as [batch, heads, positions, width]. */
  private static Expr headed(Expr x, long heads) {
    return x.reshaped(0, 0, heads, x.shape().dim(-1).scale() / heads).permuted(HEADS_FIRST);
  }

  /* Keys and values of another sequence may come with their heads first. */
  private static Expr withHeads(Expr x, long heads) {
    return x.rank() == 4 ? x : headed(x, heads);
  }

  private static Expr repeated(Expr x, long groups) {
    if (groups == 1) {
      return x;
    }
    Emitter emitter = x.emitter();
    Expr expanded = emitter.emit("Expand", x.unsqueezed(2), emitter.longs(1, 1, groups, 1, 1));
    long heads = x.shape().dim(1).scale() * groups;
    Expr shape =
        emitter.emit(
            "Concat", Attributes.of("axis", 0), x.dim(0), emitter.longs(heads), x.dim(2), x.dim(3));
    return emitter.emit("Reshape", expanded, shape);
  }

  /* True keeps, false removes; numbers are added as they are. */
  private static Expr asAddend(Expr mask, Expr like) {
    if (mask.element() != ElementType.BOOL) {
      return mask.castTo(like.element());
    }
    return mask.emitter().emit("Where", mask, like.like(0), like.like(lowest(like)));
  }

  private static double lowest(Expr x) {
    return x.element() == ElementType.FLOAT16 ? -65504 : -3.4028234e38;
  }

  /**
   * Returns what a padding mask adds to the scores. Its forms: kept keys by row [batch, keys], the
   * number of kept keys [batch], or kept pairs [batch, queries, keys].
   */
  private static Expr padding(Fused n, Expr mask, Expr keys) {
    Emitter emitter = n.emitter();
    Expr kept;
    if (mask.rank() == 1) {
      Expr zero = emitter.constant(Tensor.longs(List.of(), 0));
      Expr one = emitter.constant(Tensor.longs(List.of(), 1));
      Expr counting = emitter.emit("Range", zero, keys.dim(2).squeezed(0), one);
      Expr ends = mask.castTo(ElementType.INT64).unsqueezed(1);
      kept = emitter.emit("Less", counting, ends).unsqueezed(1, 2);
    } else {
      kept = mask.castTo(ElementType.BOOL);
      kept =
          mask.rank() == 2 ? kept.unsqueezed(1, 2) : mask.rank() == 3 ? kept.unsqueezed(1) : kept;
    }
    double removed = n.number("mask_filter_value", -10000);
    return emitter.emit("Where", kept, keys.like(0), keys.like(removed));
  }

  private static Optional<Expr> biased(Fused n, Optional<Expr> mask, int index) {
    if (!n.has(index)) {
      return mask;
    }
    return Optional.of(mask.map(m -> m.plus(n.in(index))).orElse(n.in(index)));
  }

  private static Expr attend(Fused n, Expr q, Expr k, Expr v, Optional<Expr> mask, boolean causal) {
    double width = q.shape().dim(-1).scale();
    double scale = n.node().attribute("scale").isPresent() ? n.number("scale", 0) : 0;
    Expr scores = q.matmul(k.transposed()).times(scale == 0 ? 1 / Math.sqrt(width) : scale);
    double cap = n.number("softcap", 0);
    if (cap > 0) {
      scores = scores.over(cap).apply("Tanh").times(cap);
    }
    scores = mask.isPresent() ? scores.plus(mask.get()) : scores;
    scores = causal ? scores.plus(future(scores)) : scores;
    Expr probabilities = n.emit("Softmax", Attributes.of("axis", -1), List.of(scores));
    Expr context = probabilities.matmul(v).permuted(HEADS_FIRST);
    return context.reshaped(0, 0, v.shape().dim(1).scale() * v.shape().dim(-1).scale());
  }

  /* The lowest number above the diagonal, 0 on and below it. */
  private static Expr future(Expr scores) {
    Emitter emitter = scores.emitter();
    Expr square = emitter.emit("Concat", Attributes.of("axis", 0), scores.dim(2), scores.dim(3));
    Expr lowest = emitter.emit("Expand", scores.like(lowest(scores)), square);
    return emitter.emit("Trilu", Attributes.of("upper", 1), lowest, emitter.constant(one()));
  }

  private static Tensor one() {
    return Tensor.longs(List.of(), 1);
  }
}
