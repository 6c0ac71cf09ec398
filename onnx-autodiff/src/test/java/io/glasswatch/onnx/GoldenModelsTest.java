package io.glasswatch.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import ai.onnxruntime.OrtSession.SessionOptions.OptLevel;
import io.glasswatch.onnx.grad.UnsupportedOpException;
import java.io.IOException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Exports of five architectures, against what PyTorch computes for them in double precision. */
class GoldenModelsTest {

  static List<Golden> models() {
    return Golden.all();
  }

  @Test
  void goldenModelsAreThere() {
    assumeTrue(
        !models().isEmpty(), "no golden models beside the project; their checks are skipped");
    assertThat(models()).hasSizeGreaterThan(40);
  }

  @ParameterizedTest(name = "{0}", allowZeroInvocations = true)
  @MethodSource("models")
  void logitsAttentionAndGradientsAgreeWithPyTorch(Golden golden) throws IOException {
    Optional<Prepared> prepared = prepare(golden);
    if (prepared.isEmpty()) {
      return;
    }
    Map<String, Double> errors = errors(golden, prepared.get());
    errors.forEach(
        (what, error) -> assertThat(error).as(what).isLessThanOrEqualTo(golden.tolerance(what)));
  }

  static Optional<Prepared> prepare(Golden golden) throws IOException {
    TransformRequest request =
        TransformRequest.of(golden.isLanguageModel() ? Target.TOKENS : Target.CLASS)
            .withAttention(AttentionOutput.FULL)
            .with(Extra.ATTENTION_GRADIENTS)
            .withPath(PathMode.INTERPOLATE);
    try {
      return Optional.of(OnnxAutodiff.prepare(golden.model(), request));
    } catch (UnsupportedModelException | UnsupportedOpException e) {
      if (!golden.mayBeRefused()) {
        throw e;
      }
      assertThat(e.getMessage()).contains("node");
      return Optional.empty();
    }
  }

  static Map<String, Double> errors(Golden golden, Prepared prepared) {
    Map<String, Double> worst = new TreeMap<>();
    Description names = prepared.description();
    assertThat(names.attentionOutputs()).hasSize(golden.layers());
    try (Run run = new Run(prepared.toBytes(), OptLevel.ALL_OPT)) {
      for (int i = 0; i < golden.inputs(); i++) {
        Map<String, Run.Array> out = run.run(at(golden, i, 1));
        worst.merge("logits", out.get("logits").error(golden.array(i, "logits")), Math::max);
        Run.Array gradient = out.get(names.gradientOutput().orElseThrow());
        worst.merge("gradient", gradient.error(golden.array(i, "grad_embeds")), Math::max);
        for (int layer = 0; layer < golden.layers(); layer++) {
          Run.Array attention = golden.kept(i, out.get(names.attentionOutputs().get(layer)));
          Run.Array expected = golden.kept(i, golden.array(i, "attn_" + layer));
          worst.merge("attention", attention.error(expected), Math::max);
          Run.Array slope = out.get(names.attentionGradientOutputs().get(layer));
          worst.merge(
              "attention_gradient", slope.error(golden.array(i, "grad_attn_" + layer)), Math::max);
        }
        worst.merge("integrated_gradients", pathError(golden, run, names, i), Math::max);
      }
    }
    return worst;
  }

  private static Map<String, Run.Array> at(Golden golden, int input, double alpha) {
    Map<String, Run.Array> feeds = new HashMap<>(golden.feeds(input));
    feeds.put("path_alpha", Run.Array.of(new double[] {alpha}, 1));
    feeds.put("path_baseline", golden.array(input, "baseline_embed"));
    return feeds;
  }

  private static double pathError(Golden golden, Run run, Description names, int input) {
    String gradient = names.gradientOutput().orElseThrow();
    int steps = golden.sidecar().get("integrated_gradients").get("steps").asInt();
    Run.Array x = golden.array(input, "inputs_embeds");
    Run.Array sum = x.times(0);
    for (int k = 0; k < steps; k++) {
      sum = sum.plus(run.run(at(golden, input, (k + 0.5) / steps), gradient).get(gradient));
    }
    double[] baseline = golden.array(input, "baseline_embed").values();
    double[] integral = sum.times(1.0 / steps).values().clone();
    for (int i = 0; i < integral.length; i++) {
      integral[i] *= x.values()[i] - baseline[i % baseline.length];
    }
    return new Run.Array(x.dims(), integral).error(golden.array(input, "ig_embeds"));
  }

  @ParameterizedTest(name = "{0}", allowZeroInvocations = true)
  @MethodSource("models")
  void pathIntegralInsideTheGraphIsIntegratedGradients(Golden golden) throws IOException {
    assumeTrue(!golden.mayBeRefused(), "may be refused");
    Prepared prepared = OnnxAutodiff.prepare(golden.model(), everything(golden));
    try (Run run = new Run(prepared.toBytes())) {
      for (int i = 0; i < golden.inputs(); i++) {
        Map<String, Run.Array> out = run.run(onPath(golden, i));
        assertThat(out.get("logits").error(golden.array(i, "logits")))
            .isLessThan(golden.tolerance("logits"));
        assertThat(out.get("embedding_gradient").error(golden.array(i, "grad_embeds")))
            .isLessThan(golden.tolerance("gradient"));
        assertThat(out.get("path_integral").error(overWidth(golden.array(i, "ig_embeds"))))
            .isLessThan(2 * golden.tolerance("integrated_gradients"));
        assertThat(lastRow(out.get("path_targets")).error(golden.array(i, "target_baseline")))
            .isLessThan(10 * golden.tolerance("logits"));
        assertThat(out.get("attention_rollout").dims())
            .isEqualTo(golden.array(i, "input_ids").dims());
        assertThat(out.get("attention_relevance").largest()).isFinite().isPositive();
        assertThat(out.get("hidden_1").dims()).hasSize(3);
      }
    }
  }

  private static TransformRequest everything(Golden golden) {
    return TransformRequest.of(golden.isLanguageModel() ? Target.TOKENS : Target.CLASS)
        .with(Extra.GRADIENT_TIMES_INPUT)
        .withAttention(AttentionOutput.MEAN, AttentionOutput.ROLLOUT, AttentionOutput.RELEVANCE)
        .with(Extra.HIDDEN_STATES)
        .with(Extra.GATES)
        .withPath(PathMode.INTEGRATE);
  }

  /** The midpoint rule's points, and the baseline with no weight. */
  private static Map<String, Run.Array> onPath(Golden golden, int input) {
    int steps = golden.sidecar().get("integrated_gradients").get("steps").asInt();
    double[] alphas = new double[steps + 1];
    double[] weights = new double[steps + 1];
    for (int k = 0; k < steps; k++) {
      alphas[k] = (k + 0.5) / steps;
      weights[k] = 1.0 / steps;
    }
    Map<String, Run.Array> feeds = new HashMap<>(golden.feeds(input));
    feeds.put("path_alphas", Run.Array.of(alphas, steps + 1));
    feeds.put("path_weights", Run.Array.of(weights, steps + 1));
    feeds.put("path_baseline", golden.array(input, "baseline_embed"));
    return feeds;
  }

  private static Run.Array overWidth(Run.Array embeddings) {
    int width = (int) embeddings.dims()[2];
    double[] sums = new double[embeddings.values().length / width];
    for (int i = 0; i < embeddings.values().length; i++) {
      sums[i / width] += embeddings.values()[i];
    }
    return Run.Array.of(sums, embeddings.dims()[0], embeddings.dims()[1]);
  }

  private static Run.Array lastRow(Run.Array rows) {
    int width = (int) rows.dims()[1];
    double[] values = rows.values();
    return Run.Array.of(Arrays.copyOfRange(values, values.length - width, values.length), width);
  }
}
