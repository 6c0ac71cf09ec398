package io.glasswatch.stream.attribution.sketch;

import static io.glasswatch.stream.attribution.Explanations.assistant;
import static io.glasswatch.stream.attribution.Explanations.explained;
import static io.glasswatch.stream.attribution.Explanations.system;
import static io.glasswatch.stream.attribution.Explanations.user;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.glasswatch.contract.Attribution;
import io.glasswatch.contract.Case;
import io.glasswatch.contract.Category;
import io.glasswatch.contract.Explanation.Explained;
import io.glasswatch.contract.Finding;
import io.glasswatch.contract.Severity;
import io.glasswatch.contract.Span;
import io.glasswatch.contract.TokenScore;
import io.glasswatch.contract.Where;
import io.glasswatch.stream.Samples;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WeighingTest {

  private static final int ENOUGH = 2;

  @Test
  void theMassOfAnInteractionIsSharedOutByTheSizeOfTheScores() {
    Weights weights =
        weigh(item("i", system("be kind", 1, 0), user("you fool", 1, -4), assistant("no", 2)));

    assertThat(weights.share(Speaker.SYSTEM)).isCloseTo(1 / 8.0, within(1e-6));
    assertThat(weights.share(Speaker.USER)).isCloseTo(5 / 8.0, within(1e-6));
    assertThat(weights.share(Speaker.ASSISTANT)).isCloseTo(2 / 8.0, within(1e-6));
    assertThat(weights.share(Speaker.TOOL)).isZero();
    assertThat(weights.share(Place.FIRST)).isCloseTo(1 / 8.0, within(1e-6));
    assertThat(weights.share(Place.LAST)).isCloseTo(2 / 8.0, within(1e-6));
    assertThat(weights.interactions()).isEqualTo(1);
    assertThat(weights.checked()).isEqualTo(1);
    assertThat(weights.untrusted()).isZero();
  }

  @Test
  void aWordIsShownOnceEnoughPeopleHaveUsedIt() {
    Weights weights = new Weights();
    for (int i = 0; i < 3; i++) {
      weights.merge(weigh(item("i" + i, user("fool name" + "abc".charAt(i), -1, 1))));
      weights.hide(ENOUGH);
    }

    assertThat(weights.heaviest(10, ENOUGH))
        .singleElement()
        .satisfies(
            word -> {
              assertThat(word.word()).isEqualTo("fool");
              assertThat(word.share()).isCloseTo(0.5, within(1e-6));
              assertThat(word.raised()).isZero();
              assertThat(word.interactions()).isEqualTo(3);
            });
    assertThat(new String(weights.toBytes(), java.nio.charset.StandardCharsets.UTF_8))
        .contains("fool")
        .doesNotContain("namea", "nameb", "namec");
  }

  @Test
  void onePersonAloneMakesNoWordKnown() {
    Weights weights = new Weights();
    for (int i = 0; i < 10; i++) {
      weights.merge(weigh(item("same", user("secretname", 1))));
      weights.hide(ENOUGH);
    }

    assertThat(weights.heaviest(10, ENOUGH)).isEmpty();
    assertThat(new String(weights.toBytes(), java.nio.charset.StandardCharsets.UTF_8))
        .doesNotContain("secretname");
  }

  @Test
  void theMeanScoreIsKnownWithAWordAndWithoutIt() {
    Weights weights = new Weights();
    weights.merge(weigh(explained("a", Samples.NOON, 0.9, user("fool", 1))));
    weights.merge(weigh(explained("b", Samples.NOON, 0.7, user("fool", 1))));
    weights.merge(weigh(explained("c", Samples.NOON, 0.2, user("parcel", 1))));

    WordShare word = weights.heaviest(1, ENOUGH).get(0);

    assertThat(word.scoreWith()).hasValueCloseTo(0.8, within(1e-6));
    assertThat(word.scoreWithout()).hasValueCloseTo(0.2, within(1e-6));
  }

  @Test
  void ofAnExplanationWithoutMassOnlyTheInteractionCounts() {
    Case item = item("i", user("nothing here", 0, 0));

    assertThat(weigh(item).interactions()).isEqualTo(1);
    assertThat(weigh(item).total()).isZero();
    assertThat(new Weighing(item, explanation(item)).signals()).isEmpty();
    assertThat(weigh(item).heaviest(1, 1)).allSatisfy(word -> assertThat(word.share()).isZero());
  }

  @Test
  void theSignalsOfAnInteractionAreItsShares() {
    Case item = item("i", user("a b c d", 1, 1, 1, 5), assistant("e", 2));

    assertThat(new Weighing(item, explanation(item)).signals())
        .hasEntrySatisfying(
            "attribution_user_share", s -> assertThat(s).isCloseTo(0.8, within(1e-6)))
        .hasEntrySatisfying(
            "attribution_assistant_share", s -> assertThat(s).isCloseTo(0.2, within(1e-6)))
        .containsEntry("attribution_system_share", 0.0)
        .containsEntry("attribution_tool_share", 0.0)
        .hasEntrySatisfying(
            "attribution_first_share", s -> assertThat(s).isCloseTo(0.1, within(1e-6)))
        .hasEntrySatisfying(
            "attribution_last_share", s -> assertThat(s).isCloseTo(0.2, within(1e-6)))
        .hasSize(6);
  }

  /** The token stands where the text has brackets; a minus says that it is no word. */
  @ParameterizedTest
  @CsvSource({
    "Ign[ore] all, ignore",
    "[ Ignore] all, ignore",
    "say [Déjà]-vu, déjà",
    "order [4711], -",
    "key ab[c]12, -",
    "by [#deadbeef] he said, -",
    "by #[dead]beef he said, -",
    "Mr ██[nn] said, -",
    "Mr [████] said, -",
    "Jo[ha]██ said, -",
    "why[?!] so, -",
    "请[忽略]所有, 忽略",
    "Donau[dampf]schifffahrtsgesellschaft, dampf",
  })
  void aTokenStandsForItsWord(String marked, String expected) {
    int start = marked.indexOf('[');
    String text = marked.replace("[", "").replace("]", "");
    Span span = new Span(Where.PROMPT, 0, start, marked.indexOf(']') - 1);
    Case item = item("i", user(text, new double[text.split(" ", -1).length]));

    assertThat(new Words(item.interaction()).at(span).orElse("-")).isEqualTo(expected);
  }

  @Test
  void whatWasFoundToBePersonalIsNoWordWhateverTheTextPolicyStores() {
    Case plain = item("i", user("call maria now", 1, 1, 2));
    Finding name =
        new Finding(
            "pii.name",
            Category.PII,
            Severity.WARNING,
            Optional.of(new Span(Where.PROMPT, 0, 5, 10)),
            1);

    Weights weights = weigh(plain.with(name));

    assertThat(weights.heaviest(9, 1)).extracting(WordShare::word).containsExactly("now", "call");
    assertThat(weights.wordShare()).isCloseTo(0.75, within(1e-6));
  }

  @Test
  void aSpanThatItsTextHasNotIsNoWord() {
    Case item = item("i", user("short", 1));
    Attribution beyond =
        new Attribution(
            "m",
            "hate",
            List.of(
                new TokenScore(new Span(Where.PROMPT, 0, 90, 95), 1),
                new TokenScore(new Span(Where.PROMPT, 7, 0, 2), 1)),
            Map.of());

    Weights weights = new Weighing(item, explanation(item)).weigh(beyond);

    assertThat(weights.words()).isZero();
    assertThat(weights.share(Speaker.USER)).isEqualTo(1);
  }

  @ParameterizedTest
  @CsvSource({"0,1,FIRST", "1,2,MIDDLE", "2,3,LAST", "1,20,FIRST", "2,20,MIDDLE", "18,20,LAST"})
  void aTenthOfTheTokensIsFirstAndATenthIsLast(int index, int count, Place place) {
    assertThat(Place.of(index, count)).isEqualTo(place);
  }

  @Test
  void withoutAScoreThereIsNoMean() {
    WordShare word = new WordShare("w", 0.1, 1, 3, OptionalDouble.empty(), OptionalDouble.empty());

    assertThat(word).hasToString("WordShare[share=0.1, interactions=3]");
  }

  private static Case item(String id, io.glasswatch.stream.attribution.Explanations.Said... said) {
    return explained(id, Samples.NOON, 0.5, said);
  }

  private static Weights weigh(Case item) {
    Explained explanation = explanation(item);
    return new Weighing(item, explanation).weigh(explanation.attributions().get(0));
  }

  private static Explained explanation(Case item) {
    return (Explained) item.explanation().orElseThrow();
  }
}
