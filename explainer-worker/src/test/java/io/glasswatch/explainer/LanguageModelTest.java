package io.glasswatch.explainer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.glasswatch.contract.Attribution;
import io.glasswatch.contract.Explanation.Explained;
import io.glasswatch.contract.TokenScore;
import io.glasswatch.contract.Where;
import io.glasswatch.explainer.Explainer.Told;
import io.glasswatch.explainer.attribute.Question;
import io.glasswatch.explainer.attribute.Task.Passage;
import io.glasswatch.explainer.model.Input;
import io.glasswatch.explainer.model.ModelFolder;
import io.glasswatch.explainer.model.TextModel;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A small GPT-2 from a model folder explains responses. Its words are {@code w1, w2, ...}. */
class LanguageModelTest {

  private static final String PROMPT = "w5 w17 😀 w9 w80 w33";
  private static final String RESPONSE = "w40 w41 w42 w43";

  @TempDir private static Path folder;
  private static Explainer explainer;

  @BeforeAll
  static void open() throws IOException {
    GoldenFolder.fill(
        folder,
        "gpt2__eager__ts17__t5",
        """
        name: small-gpt2
        task: causal-lm
        max_tokens: 48
        template: "w1 {prompt} w2 {response}"
        methods: [integrated-gradients, occlusion, kernel-shap, deeplift, gradient-x-input]
        """);
    explainer = Explainer.open(ModelFolder.read(folder), List.of(), 1);
  }

  @AfterAll
  static void close() {
    if (explainer != null) {
      explainer.close();
    }
  }

  @Test
  void everyMethodOfTheFolderRunsAndNothingIsMissing() {
    assertThat(explainer.methods())
        .containsExactly(
            "integrated-gradients", "occlusion", "kernel-shap", "deeplift", "gradient-x-input");
    assertThat(explainer.unavailable()).isEmpty();
  }

  @Test
  void thePromptsTokensExplainTheWholeResponse() {
    Told told = told("response", Optional.empty());
    assertThat(((Explained) told.explanation()).embeddings()).isEmpty();
    List<TokenScore> tokens = told.accounts().get(0).attribution().tokens();
    assertThat(tokens).allMatch(token -> token.span().where() == Where.PROMPT);
    assertThat(tokens.stream().map(token -> slice(PROMPT, token)))
        .containsExactly("w5", "w17", "😀", "w9", "w80", "w33");
  }

  @Test
  void ofASpanAlsoTheResponseBeforeItIsExplained() {
    int from = RESPONSE.indexOf("w42");
    Told told = told("response:%d-%d".formatted(from, from + 3), Optional.empty());
    List<TokenScore> tokens = told.accounts().get(0).attribution().tokens();
    assertThat(tokens.stream().filter(t -> t.span().where() == Where.RESPONSE))
        .extracting(token -> slice(RESPONSE, token))
        .containsExactly("w40", "w41");
    Input input = input(told);
    assertThat(input.weights()).hasSize(input.ids().length);
    assertThat(sum(input.weights())).isEqualTo(1);
  }

  @Test
  void scoresAddUpToTheChangeInLogProbability() {
    Told told = told("response", Optional.empty());
    TextModel model = explainer.model();
    Input input = input(told);
    double[] ends = model.values(List.of(input, input.masked(model.mask())));
    for (int m : new int[] {0, 2, 3}) {
      double[] scores = told.accounts().get(m).first().tokens();
      assertThat(Arrays.stream(scores).sum())
          .as(explainer.methods().get(m))
          .isCloseTo(ends[0] - ends[1], within(0.02 * Math.abs(ends[0] - ends[1]) + 1e-2));
    }
  }

  @Test
  void thisAnswerRatherThanThatIsTheDifferenceOfTheirScores() {
    Attribution one = occlusion(told("response", Optional.empty()));
    Attribution both = occlusion(told("response", Optional.of("w90 w91 w92")));
    Question other = Question.of(Requests.interaction("a", PROMPT, "w90 w91 w92"), List.of());
    Attribution that = occlusion(explainer.tell(List.of(other), Explainer.Extras.NONE).get(0));
    for (int t = 0; t < one.tokens().size(); t++) {
      assertThat(both.tokens().get(t).score())
          .isCloseTo(one.tokens().get(t).score() - that.tokens().get(t).score(), within(1e-3));
    }
  }

  @Test
  void aTargetThatIsNoPartOfTheResponseIsRefused() {
    assertThatThrownBy(() -> told("response:90-95", Optional.empty()))
        .hasMessage("the response has no token at 90-95");
    assertThatThrownBy(() -> told("hate", Optional.empty()))
        .hasMessageContaining("asked for \"response\" or \"response:START-END\"");
  }

  private static Attribution occlusion(Told told) {
    return told.accounts().get(1).attribution();
  }

  private static Input input(Told told) {
    Passage passage = told.task().orElseThrow().passages().get(0);
    return passage.input();
  }

  private static Told told(String target, Optional<String> rather) {
    Question question =
        new Question(
            Requests.interaction("a", PROMPT, RESPONSE), List.of(), Optional.of(target), rather);
    return explainer.tell(List.of(question), Explainer.Extras.NONE).get(0);
  }

  private static double sum(float[] values) {
    double sum = 0;
    for (float value : values) {
      sum += value;
    }
    return sum;
  }

  private static String slice(String text, TokenScore token) {
    return text.substring(
        text.offsetByCodePoints(0, token.span().start()),
        text.offsetByCodePoints(0, token.span().end()));
  }
}
