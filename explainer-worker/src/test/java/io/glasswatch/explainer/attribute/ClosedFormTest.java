package io.glasswatch.explainer.attribute;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.glasswatch.explainer.model.Input;
import io.glasswatch.explainer.model.Inputs;
import io.glasswatch.explainer.model.TextModel;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Methods on a model whose answer is known on paper: the first output is the sum s of its tokens'
 * worths, the second is s squared.
 */
class ClosedFormTest {

  private static final int SUM = 0;
  private static final int SQUARE = 1;
  private static final String TEXT = "the quick brown fox jumps over the lazy dog today";

  private static TextModel model;

  @BeforeAll
  static void open() {
    model = LinearModel.open();
  }

  @AfterAll
  static void close() {
    model.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "gradient-x-input",
        "integrated-gradients",
        "smoothgrad",
        "deeplift",
        "occlusion",
        "lime",
        "kernel-shap",
        "owen-shap"
      })
  void aLinearModelIsRecoveredExactly(String id) {
    double[] worths = worths(TEXT);
    assertThat(explained(id, TEXT, SUM)).containsExactly(worths, within(2e-3));
    assertThat(Arrays.stream(worths).filter(v -> v == 0).count()).isPositive();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "saliency",
        "integrated-gradients",
        "deeplift",
        "occlusion",
        "kernel-shap",
        "owen-shap",
        "gradient-x-input",
        "smoothgrad",
        "counterfactual"
      })
  void equalTokensScoreAlikeAndATokenWithoutWorthScoresNothing(String id) {
    double[] scores = explained(id, TEXT, SQUARE);
    double[] worths = worths(TEXT);
    // "the" stands at 0 and 6.
    assertThat(scores[6]).isCloseTo(scores[0], within(sampled(id) ? 5.0 : 0.02));
    for (int t = 0; t < worths.length; t++) {
      if (worths[t] == 0 && !id.equals("saliency") && !id.equals("kernel-shap")) {
        assertThat(scores[t]).isCloseTo(0, within(2e-2));
      }
    }
  }

  /* Counterfactuals need not treat equals alike: one of two may be enough. */
  private static boolean sampled(String id) {
    return List.of("kernel-shap", "owen-shap", "counterfactual").contains(id);
  }

  /** With s the sum and w a worth, the Shapley value, IG and DeepLIFT of s squared are all w s. */
  @ParameterizedTest
  @ValueSource(strings = {"integrated-gradients", "deeplift", "kernel-shap", "owen-shap"})
  void theSquareIsSharedOutInProportionToWorth(String id) {
    double[] worths = worths(TEXT);
    double sum = Arrays.stream(worths).sum();
    double[] scores = explained(id, TEXT, SQUARE);
    assertThat(Arrays.stream(scores).sum()).isCloseTo(sum * sum, within(0.05));
    for (int t = 0; t < worths.length; t++) {
      assertThat(scores[t]).isCloseTo(worths[t] * sum, within(id.equals("kernel-shap") ? 6 : 0.02));
    }
  }

  @Test
  void occlusionOfTheSquareIsTheFallOfTheSquare() {
    double[] worths = worths(TEXT);
    double sum = Arrays.stream(worths).sum();
    double[] scores = explained("occlusion", TEXT, SQUARE);
    for (int t = 0; t < worths.length; t++) {
      double without = sum - worths[t];
      assertThat(scores[t]).isCloseTo(sum * sum - without * without, within(0.01));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"integrated-gradients", "deeplift", "occlusion", "owen-shap", "lime"})
  void theScoresOfASumOfTargetsAreTheSumOfTheirScores(String id) {
    double[] one = explained(id, TEXT, SUM);
    double[] other = explained(id, TEXT, SQUARE);
    Input plain = Inputs.of(model, TEXT, SUM);
    Input both = Input.ofClassifier(plain.ids(), plain.from(), plain.to(), new float[] {1, 1}, 0);
    double[] sum = inner(id, both);
    for (int t = 0; t < sum.length; t++) {
      assertThat(sum[t]).isCloseTo(one[t] + other[t], within(0.02));
    }
  }

  @Test
  void saliencyOfTheSumIsTheSameForEveryToken() {
    double[] scores = explained("saliency", TEXT, SUM);
    assertThat(scores).containsOnly(scores[0]);
    assertThat(scores[0]).isCloseTo(1, within(1e-5));
  }

  @Test
  void fivePointsAreEnoughForASquare() {
    WindowBatch batch = new WindowBatch(model, List.of(Inputs.of(model, TEXT, SQUARE)));
    Method.Result result = IntegratedGradients.DEFAULT.explain(batch).get(0);
    assertThat(result.quality().get(IntegratedGradients.GRADIENT_EVALUATIONS)).isEqualTo(5);
    assertThat(result.quality().get(IntegratedGradients.COMPLETENESS_GAP)).isLessThan(1e-4);
  }

  @Test
  void aModelWithoutAttentionSaysWhatItCannotBeAsked() {
    assertThat(Methods.of(List.of("attention")).get(0).missing(model))
        .hasValueSatisfying(why -> assertThat(why).startsWith("no attention found"));
    assertThat(Methods.of(List.of("gradient-x-input")).get(0).missing(model)).isEmpty();
  }

  private static double[] explained(String id, String text, int output) {
    return inner(id, Inputs.of(model, text, output));
  }

  private static double[] inner(String id, Input input) {
    WindowBatch batch = new WindowBatch(model, List.of(input));
    double[] all = Methods.of(List.of(id)).get(0).explain(batch).get(0).tokens();
    return Arrays.copyOfRange(all, input.from(), input.to());
  }

  private static double[] worths(String text) {
    Input input = Inputs.of(model, text, SUM);
    return IntStream.range(input.from(), input.to())
        .mapToDouble(t -> LinearModel.worth(input.ids()[t]))
        .toArray();
  }
}
