package io.glasswatch.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.offset;

import io.glasswatch.onnx.graph.Model;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Targets are tied to each other by identities; gates to slopes. */
class TargetsTest {
  private static final double TOLERANCE = 1e-5;

  private static Map<String, Run.Array> run(
      Model model, TransformRequest request, Map<String, Run.Array> extra) {
    Map<String, Run.Array> inputs = new HashMap<>(TinyTransformer.inputs());
    inputs.putAll(extra);
    try (Run run = new Run(OnnxAutodiff.prepare(model, request).toBytes())) {
      return run.run(inputs);
    }
  }

  private static Run.Array classes(int first, int second) {
    return Run.Array.of(new double[] {first, second}, 2);
  }

  private static Map<String, Run.Array> ofClass(Target target, int first, int second) {
    return run(
        TinyTransformer.classifier(),
        TransformRequest.of(target),
        Map.of("target_class", classes(first, second)));
  }

  private static void assertSame(Map<String, Run.Array> got, Map<String, Run.Array> expected) {
    for (String name : new String[] {"target", "embedding_gradient"}) {
      assertThat(got.get(name).error(expected.get(name))).as(name).isLessThan(TOLERANCE);
    }
  }

  @Test
  void contrastIsOneClassLessAnother() {
    Map<String, Run.Array> contrast =
        run(
            TinyTransformer.classifier(),
            TransformRequest.of(Target.CONTRAST),
            Map.of("target_class", classes(0, 1), "target_other", classes(2, 0)));
    Map<String, Run.Array> one = ofClass(Target.CLASS, 0, 1);
    Map<String, Run.Array> other = ofClass(Target.CLASS, 2, 0);
    assertSame(
        contrast,
        Map.of(
            "target", one.get("target").plus(other.get("target").times(-1)),
            "embedding_gradient",
                one.get("embedding_gradient").plus(other.get("embedding_gradient").times(-1))));
  }

  @Test
  void probabilitiesAddUpToOneAndTheirGradientsToNothing() {
    Run.Array sum = Run.Array.of(new double[2], 2);
    Run.Array gradients = Run.Array.of(new double[40], 2, 5, 4);
    double largest = 0;
    for (int c = 0; c < TinyTransformer.CLASSES; c++) {
      Map<String, Run.Array> out = ofClass(Target.PROBABILITY, c, c);
      sum = sum.plus(out.get("target"));
      gradients = gradients.plus(out.get("embedding_gradient"));
      largest = Math.max(largest, out.get("embedding_gradient").largest());
    }
    assertThat(sum.values()).containsExactly(new double[] {1, 1}, offset(TOLERANCE));
    assertThat(gradients.largest()).isLessThan(TOLERANCE * largest);
  }

  @Test
  void aSeedOfOneIsThatClass() {
    Run.Array seed = Run.Array.of(new double[] {0, 1, 0, 0, 0, 1}, 2, 3);
    assertSame(
        run(
            TinyTransformer.classifier(),
            TransformRequest.of(Target.SEED),
            Map.of("target_seed", seed)),
        ofClass(Target.CLASS, 1, 2));
  }

  @Test
  void aDirectionReadsTheMeanOverKeptPositions() {
    double[] direction = {1, -2, 3, 0.5, 0, 1, 2, -1};
    double[] seed = new double[40];
    for (int i = 0; i < seed.length; i++) {
      int row = i / 20;
      boolean kept = row == 0 || i % 20 < 16;
      seed[i] = kept ? direction[row * 4 + i % 4] / (row == 0 ? 5 : 4) : 0;
    }
    assertSame(
        run(
            TinyTransformer.encoder(),
            TransformRequest.of(Target.DIRECTION),
            Map.of("target_direction", Run.Array.of(direction, 2, 4))),
        run(
            TinyTransformer.encoder(),
            TransformRequest.of(Target.SEED),
            Map.of("target_seed", Run.Array.of(seed, 2, 5, 4))));
  }

  @Test
  void theClassOfALanguageModelIsReadAtTheLastKeptPosition() {
    double[] seed = new double[40];
    seed[4 * 4 + 1] = 1;
    seed[20 + 3 * 4 + 2] = 1;
    assertSame(
        run(
            TinyTransformer.encoder(),
            TransformRequest.of(Target.CLASS),
            Map.of("target_class", classes(1, 2))),
        run(
            TinyTransformer.encoder(),
            TransformRequest.of(Target.SEED),
            Map.of("target_seed", Run.Array.of(seed, 2, 5, 4))));
  }

  private static final TransformRequest GATED =
      TransformRequest.of(Target.CLASS)
          .with(Extra.REQUIRED_GATES, Extra.GRADIENT_TIMES_INPUT, Extra.ATTENTION_GRADIENTS)
          .withAttention(AttentionOutput.FULL);

  private static Map<String, Run.Array> gated(double[] heads, double[] tokens) {
    return run(
        TinyTransformer.classifier(),
        GATED,
        Map.of(
            "target_class", classes(0, 1),
            "head_gates", Run.Array.of(heads, 1, 2),
            "token_gates", Run.Array.of(tokens, 2, 5)));
  }

  private static double targets(Map<String, Run.Array> out) {
    return Arrays.stream(out.get("target").values()).sum();
  }

  @Test
  void slopeAlongAHeadsGateIsAttentionTimesItsGradient() {
    double[] tokens = {1, 0.5, 1, 1.5, 1, 0.7, 1, 1, 1, 1};
    Map<String, Run.Array> out = gated(new double[] {0.5, 0.8}, tokens);
    double[] attention = out.get("attention_0").values();
    double[] gradient = out.get("attention_gradient_0").values();
    for (int head = 0; head < 2; head++) {
      double[] up = {0.5, 0.8};
      double[] down = {0.5, 0.8};
      up[head] += 0.01;
      down[head] -= 0.01;
      double slope = (targets(gated(up, tokens)) - targets(gated(down, tokens))) / 0.02;
      double sum = 0;
      for (int i = 0; i < attention.length; i++) {
        sum += i / 25 % 2 == head ? attention[i] * gradient[i] : 0;
      }
      assertThat(sum).isCloseTo(slope * up[head], offset(0.05 * Math.abs(slope) + 1e-4));
    }
  }

  @Test
  void slopeAlongATokensGateIsGradientTimesInput() {
    double[] heads = {0.5, 0.8};
    double[] tokens = {1, 0.5, 1, 1.5, 1, 0.7, 1, 1, 1, 1};
    double[] scores = gated(heads, tokens).get("gradient_x_input").values();
    for (int token = 0; token < tokens.length; token++) {
      double[] up = tokens.clone();
      double[] down = tokens.clone();
      up[token] += 0.01;
      down[token] -= 0.01;
      double slope = (targets(gated(heads, up)) - targets(gated(heads, down))) / 0.02;
      assertThat(scores[token]).isCloseTo(slope * tokens[token], offset(2e-3));
    }
  }

  @Test
  void gatesLeftOutAreOne() {
    Map<String, Run.Array> plain =
        run(
            TinyTransformer.classifier(),
            TransformRequest.of(Target.CLASS).with(Extra.GATES),
            Map.of("target_class", classes(0, 1)));
    double[] ones = new double[10];
    Arrays.fill(ones, 1);
    assertSame(plain, gated(new double[] {1, 1}, ones));
  }
}
