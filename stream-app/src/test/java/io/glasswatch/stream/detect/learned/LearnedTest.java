package io.glasswatch.stream.detect.learned;

import static org.assertj.core.api.Assertions.assertThat;

import io.glasswatch.contract.Category;
import io.glasswatch.contract.Finding;
import io.glasswatch.contract.Interaction;
import io.glasswatch.contract.Severity;
import io.glasswatch.contract.Span;
import io.glasswatch.contract.Where;
import io.glasswatch.stream.detect.Interactions;
import io.glasswatch.stream.detect.learned.Learned.Said;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class LearnedTest {

  private static final Learned LEARNED = Learned.shipped();

  @Test
  void aNameIsPersonalDataAtItsCodePointsAndNoIncident() {
    Said said = judge("\uD83D\uDD11 The parcel was handed to Maria Kowalska.", List.of());

    assertThat(said.findings())
        .singleElement()
        .satisfies(
            f -> {
              assertThat(f.rule()).isEqualTo("pii.tagged-name");
              assertThat(f.category()).isEqualTo(Category.PII);
              assertThat(f.severity()).isEqualTo(Severity.INFO);
              assertThat(f.span()).contains(new Span(Where.RESPONSE, 0, 27, 41));
              assertThat(said.signals()).containsEntry(Learned.PII_SCORE, f.score());
            });
  }

  @Test
  void whereARuleHasFoundPersonalDataNothingIsAdded() {
    Finding known =
        new Finding(
            "pii.own",
            Category.PII,
            Severity.WARNING,
            Optional.of(new Span(Where.RESPONSE, 0, 25, 30)),
            1);

    Said said = judge("The parcel was handed to Maria Kowalska.", List.of(known));

    assertThat(said.findings()).isEmpty();
    assertThat(said.signals()).containsEntry(Learned.PII_SCORE, 1.0);
  }

  @Test
  void aRefusalScoresHighAndAnAnswerLow() {
    Finding rule =
        new Finding("refusal.phrase", Category.REFUSAL, Severity.INFO, Optional.empty(), 1);

    Said refused = judge("I'm sorry, but I can't help with that request.", List.of(rule));
    Said answered = judge("Sure! First boil the water, then add the rice.", List.of());

    assertThat(refused.signals().get(Learned.REFUSAL_SCORE)).isGreaterThan(0.8);
    assertThat(refused.findings()).extracting(Finding::rule).contains(Learned.REFUSAL_RULE);
    assertThat(answered.signals().get(Learned.REFUSAL_SCORE)).isLessThan(0.2);
    assertThat(answered.findings()).isEmpty();
  }

  @Test
  void withoutAResponseNothingIsSaid() {
    assertThat(judge("", List.of())).isEqualTo(new Said(List.of(), Map.of()));
  }

  private static Said judge(String response, List<Finding> found) {
    Interaction interaction = Interactions.of("hi", response);
    return LEARNED.judge(interaction, found);
  }
}
