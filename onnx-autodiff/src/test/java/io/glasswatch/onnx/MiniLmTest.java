package io.glasswatch.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.offset;

import io.glasswatch.onnx.graph.Model;
import io.glasswatch.onnx.graph.OnnxReader;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The default model, from its Maven artifact, differentiated and run. */
class MiniLmTest {
  private static Prepared prepared;
  private static Map<String, Run.Array> outputs;

  @BeforeAll
  static void prepareOnce() {
    byte[] classifier = MiniLm.classifier();
    prepared =
        OnnxAutodiff.prepare(
            classifier,
            TransformRequest.of(Target.CLASS)
                .with(Extra.GRADIENT_TIMES_INPUT)
                .withAttention(
                    AttentionOutput.ROLLOUT, AttentionOutput.FULL, AttentionOutput.RELEVANCE)
                .with(Extra.ATTENTION_GRADIENTS)
                .withPath(PathMode.INTERPOLATE));
    try (Run run = new Run(prepared.toBytes())) {
      outputs = run.run(atInput(1));
    }
  }

  private static Map<String, Run.Array> atInput(double alpha) {
    Map<String, Run.Array> inputs = new HashMap<>(MiniLm.inputs());
    inputs.put("path_alpha", Run.Array.of(new double[] {alpha, alpha}, 2));
    inputs.put("path_baseline", Run.Array.of(new double[MiniLm.WIDTH], MiniLm.WIDTH));
    return inputs;
  }

  @Test
  void findsTheWordEmbeddingAndSixLayersOfTwelveHeads() {
    Description description = prepared.description();
    assertThat(description.embedding().weight()).isEqualTo("embeddings.word_embeddings.weight");
    assertThat(description.embedding().hidden()).isEqualTo(384);
    assertThat(description.layers()).hasSize(6).allMatch(l -> l.heads() == 12);
  }

  @Test
  void keepsTheLogits() {
    try (Run plain = new Run(MiniLm.classifier())) {
      Map<String, Run.Array> expected = plain.run(MiniLm.inputs());
      assertThat(outputs.get("logits").error(expected.get("logits"))).isLessThan(1e-4);
      assertThat(outputs.get("last_hidden_state").error(expected.get("last_hidden_state")))
          .isLessThan(1e-4);
    }
  }

  @Test
  void gradientIsTheSlopeAlongTheEmbeddings() {
    /* Along x -> alpha x, d target / d alpha = sum of gradient x embedding. */
    double step = 1e-2;
    Run.Array slope;
    try (Run run = new Run(prepared.toBytes())) {
      Run.Array up = run.run(atInput(1 + step)).get("target");
      Run.Array down = run.run(atInput(1 - step)).get("target");
      slope = up.plus(down.times(-1)).times(1 / (2 * step));
    }
    Run.Array tokens = outputs.get("gradient_x_input");
    for (int row = 0; row < 2; row++) {
      double sum = 0;
      for (int t = 0; t < 9; t++) {
        sum += tokens.values()[row * 9 + t];
      }
      assertThat(sum).isCloseTo(slope.values()[row], offset(1e-3 * Math.max(1, Math.abs(sum))));
    }
  }

  @Test
  void gradientAgreesWithCentralDifferencesInRandomDirections() {
    String value = prepared.description().embedding().value();
    Model classifier = OnnxReader.read(MiniLm.classifier());
    Run.Array gradient = outputs.get(prepared.description().gradientOutput().orElseThrow());
    try (Run lookup = new Run(Embeddings.exposed(classifier, value));
        Run run = new Run(Embeddings.cut(classifier, value))) {
      Run.Array x = lookup.run(MiniLm.inputs()).get(value);
      for (int trial = 0; trial < 4; trial++) {
        Run.Array t = Embeddings.direction(x, gradient, new Random(trial));
        double slope =
            (target(run, value, x.plus(t)) - target(run, value, x.plus(t.times(-1)))) / 2;
        assertThat(gradient.dot(t)).isCloseTo(slope, offset(1e-3 * Math.abs(slope)));
      }
    }
  }

  /** The sum over rows of the target class's logit. */
  private static double target(Run run, String value, Run.Array embeddings) {
    Map<String, Run.Array> inputs = new HashMap<>(MiniLm.inputs());
    inputs.put(value, embeddings);
    double[] logits = run.run(inputs, "logits").get("logits").values();
    return logits[1] + logits[MiniLm.CLASSES + 3];
  }

  @Test
  void pathIntegralOf64StepsIsCompleteWithinTwoPercent() {
    int steps = 64;
    double[] alphas = new double[steps + 1];
    double[] weights = new double[steps + 1];
    for (int k = 0; k < steps; k++) {
      alphas[k] = (k + 0.5) / steps;
      weights[k] = 1.0 / steps;
    }
    Map<String, Run.Array> inputs = new HashMap<>(MiniLm.inputs());
    inputs.put("path_alphas", Run.Array.of(alphas, steps + 1));
    inputs.put("path_weights", Run.Array.of(weights, steps + 1));
    Model classifier = OnnxReader.read(MiniLm.classifier());
    Run.Array padding =
        Embeddings.ofToken(classifier, prepared.description().embedding().value(), 0);
    inputs.put("path_baseline", Run.Array.of(padding.values(), MiniLm.WIDTH));
    Prepared integrating =
        OnnxAutodiff.prepare(
            classifier, TransformRequest.of(Target.CLASS).withPath(PathMode.INTEGRATE));
    try (Run run = new Run(integrating.toBytes())) {
      Map<String, Run.Array> out = run.run(inputs);
      double[] atBaseline = out.get("path_targets").values();
      for (int row = 0; row < 2; row++) {
        double change = out.get("target").values()[row] - atBaseline[2 * steps + row];
        double sum = 0;
        for (int t = 0; t < 9; t++) {
          sum += out.get("path_integral").values()[row * 9 + t];
        }
        assertThat(sum).isCloseTo(change, offset(0.02 * Math.abs(change)));
      }
    }
  }

  @Test
  void sameInputGivesTheSameBytes() {
    TransformRequest request = TransformRequest.of(Target.CLASS).with(Extra.ATTENTION_GRADIENTS);
    byte[] classifier = MiniLm.classifier();
    assertThat(OnnxAutodiff.prepare(classifier, request).toBytes())
        .isEqualTo(OnnxAutodiff.prepare(classifier, request).toBytes());
  }

  @Test
  void rolloutIsADistributionOverTheTokens() {
    Run.Array rollout = outputs.get("attention_rollout");
    assertThat(rollout.dims()).containsExactly(2, 9);
    for (int row = 0; row < 2; row++) {
      double sum = 0;
      for (int t = 0; t < 9; t++) {
        sum += rollout.values()[row * 9 + t];
      }
      assertThat(sum).isCloseTo(1, offset(1e-5));
    }
    assertThat(rollout.values()[17]).isLessThan(1e-6);
  }
}
