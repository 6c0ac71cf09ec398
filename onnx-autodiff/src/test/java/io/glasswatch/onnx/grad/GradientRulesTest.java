package io.glasswatch.onnx.grad;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.offset;

import io.glasswatch.onnx.Run;
import io.glasswatch.onnx.emit.Emitter;
import io.glasswatch.onnx.emit.Expr;
import io.glasswatch.onnx.graph.ElementType;
import io.glasswatch.onnx.graph.Model;
import io.glasswatch.onnx.graph.Node;
import io.glasswatch.onnx.graph.OnnxWriter;
import io.glasswatch.onnx.graph.TensorType;
import io.glasswatch.onnx.pass.FindGelu;
import io.glasswatch.onnx.pass.FindNorms;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every rule of the table, against the slope of its operator. */
class GradientRulesTest {

  static Set<String> rules() {
    return GradientRules.supported();
  }

  @Test
  void noOperatorIsBothSteepAndFlat() {
    assertThat(GradientRules.supported()).doesNotContainAnyElementsOf(GradientRules.flat());
  }

  /** <J t, c> = <t, J^T c> for random t and c: two forward runs and a backward one. */
  @ParameterizedTest
  @MethodSource("rules")
  void everyRuleIsTheTransposeOfItsForwardSlope(String op) {
    List<RuleSample> samples = RuleSamples.all().getOrDefault(op, List.of());
    assertThat(samples).as("samples of " + op).isNotEmpty();
    for (RuleSample sample : samples) {
      assertTransposed(sample, false);
      assertTransposed(sample, true);
    }
  }

  static void assertTransposed(RuleSample sample, boolean namedAxes) {
    try {
      assertTransposed(sample, ElementType.DOUBLE, namedAxes, 1e-5, 1e-6);
    } catch (IllegalStateException noKernelInDouble) {
      boolean ofType = noKernelInDouble.getMessage().contains("Type Error");
      if (!ofType && !noKernelInDouble.getMessage().contains("NOT_IMPLEMENTED")) {
        throw noKernelInDouble;
      }
      assertTransposed(sample, ElementType.FLOAT, namedAxes, 2e-2, 2e-3);
    }
  }

  private static void assertTransposed(
      RuleSample sample, ElementType type, boolean namedAxes, double step, double tolerance) {
    Random random = new Random(11);
    Model model = sample.model(type, namedAxes);
    Map<String, Run.Array> x = new HashMap<>();
    Map<String, Run.Array> t = new HashMap<>();
    for (int i = 0; i < sample.inputs().size(); i++) {
      long[] dims = sample.inputs().get(i);
      x.put("x" + i, random(random, dims, sample.low(), sample.high()));
      t.put("x" + i, random(random, dims, -1, 1));
    }
    try (Run forward = new Run(OnnxWriter.toBytes(model))) {
      Run.Array c = random(random, forward.run(x).get("y").dims(), -1, 1);
      /* Two central differences, from which the error of second order is taken out. */
      double wide = slope(forward, x, t, step).dot(c);
      double narrow = slope(forward, x, t, step / 2).dot(c);
      double slope = (4 * narrow - wide) / 3;
      double back = backward(model, type, x, t, c);
      assertThat(back).isCloseTo(slope, offset(tolerance * Math.max(1, Math.abs(slope))));
    }
  }

  private static Run.Array slope(
      Run forward, Map<String, Run.Array> x, Map<String, Run.Array> t, double step) {
    Run.Array up = forward.run(moved(x, t, step)).get("y");
    Run.Array down = forward.run(moved(x, t, -step)).get("y");
    return up.plus(down.times(-1)).times(1 / (2 * step));
  }

  private static double backward(
      Model model,
      ElementType type,
      Map<String, Run.Array> x,
      Map<String, Run.Array> t,
      Run.Array c) {
    Emitter emitter = new Emitter(model);
    Expr y = emitter.value("y");
    Expr seed = emitter.input("seed", TensorType.of(type, y.type().shape()));
    List<Node> nodes = FindGelu.apply(emitter, FindNorms.apply(emitter, emitter.nodes()));
    Set<String> sources = new LinkedHashSet<>(x.keySet());
    Map<String, Expr> gradients = ReverseMode.gradients(emitter, nodes, y, seed, sources);
    Map<String, String> names = new HashMap<>();
    gradients.forEach((source, g) -> names.put(source, emitter.output("d" + source, g)));
    Map<String, Run.Array> feeds = new HashMap<>(x);
    feeds.put("seed", c);
    double sum = 0;
    try (Run run = new Run(OnnxWriter.toBytes(emitter.finish()))) {
      Map<String, Run.Array> out = run.run(feeds);
      for (String source : names.keySet()) {
        assertThat(out.get(names.get(source)).dims()).isEqualTo(x.get(source).dims());
        sum += out.get(names.get(source)).dot(t.get(source));
      }
    }
    return sum;
  }

  private static Map<String, Run.Array> moved(
      Map<String, Run.Array> x, Map<String, Run.Array> t, double step) {
    Map<String, Run.Array> moved = new HashMap<>();
    x.forEach((name, value) -> moved.put(name, value.plus(t.get(name).times(step))));
    return moved;
  }

  static Run.Array random(Random random, long[] dims, double low, double high) {
    List<Double> values = new ArrayList<>();
    long count = 1;
    for (long dim : dims) {
      count *= dim;
    }
    for (long i = 0; i < count; i++) {
      values.add(low + (high - low) * random.nextDouble());
    }
    return new Run.Array(dims, values.stream().mapToDouble(Double::doubleValue).toArray());
  }
}
