package io.glasswatch.onnx.grad;

import static io.glasswatch.onnx.grad.RuleSample.node;

import io.glasswatch.onnx.graph.Attributes;
import io.glasswatch.onnx.graph.Node;
import io.glasswatch.onnx.graph.Tensor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Supplier;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Random graphs of smooth operators, shapes and broadcasts, against differences. */
class RandomGraphsTest {

  @Test
  void hundredRandomGraphsAgreeWithDifferences() {
    check(0, 100);
  }

  @Test
  @Tag("full")
  void thousandRandomGraphsAgreeWithDifferences() {
    check(0, 1000);
  }

  private static void check(int from, int to) {
    for (int seed = from; seed < to; seed++) {
      RuleSample sample = new Builder(new Random(seed)).build();
      try {
        GradientRulesTest.assertTransposed(sample, seed % 2 == 1);
      } catch (AssertionError | RuntimeException e) {
        throw new AssertionError("seed " + seed + ": " + sample.nodes(), e);
      }
    }
  }

  /** Adds nodes on values of shapes it keeps track of; all of them have three axes. */
  private static final class Builder {
    private final Random random;
    private final List<Node> nodes = new ArrayList<>();
    private final Map<String, long[]> shapes = new LinkedHashMap<>();
    private final Map<String, Tensor> constants = new LinkedHashMap<>();
    private String latest = "x0";

    Builder(Random random) {
      this.random = random;
      shapes.put("x0", new long[] {2, 3, 4});
      shapes.put("x1", new long[] {1, 1, 4});
      shapes.put("x2", new long[] {2, 3, 1});
    }

    RuleSample build() {
      List<Supplier<String>> kinds =
          List.of(
              this::unary,
              this::unary,
              this::binary,
              this::binary,
              this::product,
              this::transpose,
              this::reduce,
              this::softmax,
              this::slice,
              this::concat,
              this::tile);
      int count = 3 + random.nextInt(10);
      for (int i = 0; i < count; i++) {
        latest = kinds.get(random.nextInt(kinds.size())).get();
      }
      nodes.add(node("Tanh", List.of(latest), "y"));
      RuleSample sample =
          new RuleSample(
              17,
              List.of(new long[] {2, 3, 4}, new long[] {1, 1, 4}, new long[] {2, 3, 1}),
              -1,
              1,
              constants,
              nodes);
      return sample;
    }

    private String add(String op, long[] shape, Object[] attributes, String... inputs) {
      String name = "v" + nodes.size();
      nodes.add(node(op, List.of(inputs), name).having(Attributes.of(attributes)));
      shapes.put(name, shape);
      return name;
    }

    private String vector(long... values) {
      String name = "c" + constants.size();
      constants.put(name, Tensor.vector(values));
      return name;
    }

    private String unary() {
      List<String> smooth = List.of("Tanh", "Sigmoid", "Neg", "Sin", "Softplus", "Identity");
      return add(
          smooth.get(random.nextInt(smooth.size())), shapes.get(latest), new Object[0], latest);
    }

    private String binary() {
      List<String> candidates = new ArrayList<>();
      shapes.forEach(
          (name, shape) -> {
            if (broadcasts(shape, shapes.get(latest))) {
              candidates.add(name);
            }
          });
      String other = candidates.get(random.nextInt(candidates.size()));
      String op = List.of("Add", "Sub", "Mul").get(random.nextInt(3));
      long[] shape = new long[3];
      for (int i = 0; i < 3; i++) {
        shape[i] = Math.max(shapes.get(latest)[i], shapes.get(other)[i]);
      }
      return random.nextBoolean()
          ? add(op, shape, new Object[0], latest, other)
          : add(op, shape, new Object[0], other, latest);
    }

    private static boolean broadcasts(long[] a, long[] b) {
      for (int i = 0; i < 3; i++) {
        if (a[i] != b[i] && a[i] != 1 && b[i] != 1) {
          return false;
        }
      }
      return true;
    }

    /* v v^T, kept small by tanh. */
    private String product() {
      long[] s = shapes.get(latest);
      String bounded = add("Tanh", s, new Object[0], latest);
      String turned =
          add(
              "Transpose",
              new long[] {s[0], s[2], s[1]},
              new Object[] {"perm", new long[] {0, 2, 1}},
              bounded);
      return add("MatMul", new long[] {s[0], s[1], s[1]}, new Object[0], bounded, turned);
    }

    private String transpose() {
      long[] s = shapes.get(latest);
      return add(
          "Transpose",
          new long[] {s[1], s[2], s[0]},
          new Object[] {"perm", new long[] {1, 2, 0}},
          latest);
    }

    private String reduce() {
      int axis = random.nextInt(3);
      long[] shape = shapes.get(latest).clone();
      shape[axis] = 1;
      return random.nextBoolean()
          ? add("ReduceSum", shape, new Object[] {"keepdims", 1}, latest, vector(axis))
          : add(
              "ReduceMean", shape, new Object[] {"keepdims", 1, "axes", new long[] {axis}}, latest);
    }

    private String softmax() {
      String op = random.nextBoolean() ? "Softmax" : "LogSoftmax";
      return add(op, shapes.get(latest), new Object[] {"axis", random.nextInt(3) - 3}, latest);
    }

    private String slice() {
      int axis = random.nextInt(3);
      long[] shape = shapes.get(latest).clone();
      long start = random.nextInt((int) shape[axis]);
      shape[axis] -= start;
      return add(
          "Slice",
          shape,
          new Object[0],
          latest,
          vector(start),
          vector(Integer.MAX_VALUE),
          vector(axis));
    }

    private String concat() {
      int axis = random.nextInt(3);
      long[] shape = shapes.get(latest).clone();
      shape[axis] *= 2;
      String other = add("Sin", shapes.get(latest), new Object[0], latest);
      return shape[axis] > 16
          ? other
          : add("Concat", shape, new Object[] {"axis", axis}, latest, other);
    }

    private String tile() {
      long[] shape = shapes.get(latest).clone();
      int axis = random.nextInt(3);
      if (shape[axis] > 8) {
        return unary();
      }
      long[] repeats = {1, 1, 1};
      repeats[axis] = 2;
      shape[axis] *= 2;
      return add("Tile", shape, new Object[0], latest, vector(repeats));
    }
  }
}
