package io.glasswatch.stream.detect.overtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.glasswatch.contract.Assessment;
import io.glasswatch.contract.Category;
import io.glasswatch.contract.Finding;
import io.glasswatch.contract.Sample;
import io.glasswatch.contract.Serdes;
import io.glasswatch.contract.Severity;
import io.glasswatch.stream.detect.Interactions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PatternsOverTimeTest {

  private static final Finding INJECTION = finding(Category.PROMPT_INJECTION, Severity.WARNING);
  private static final Finding REFUSAL = finding(Category.REFUSAL, Severity.INFO);
  private static final Finding PHONE = finding(Category.PII, Severity.INFO);
  private static final Finding EMAIL = finding(Category.PII, Severity.WARNING);
  private static final Finding CARD = finding(Category.PII, Severity.CRITICAL);

  private History history = History.EMPTY;
  private int turns;

  @Test
  void theThirdAttemptAtInjectionWithinTenMinutesIsRaised() {
    assertThat(turn(0, INJECTION)).isEmpty();
    assertThat(turn(5, INJECTION)).isEmpty();
    assertThat(turn(10, INJECTION))
        .containsExactly(
            new Finding(
                "overtime.repeated-injection",
                Category.PROMPT_INJECTION,
                Severity.CRITICAL,
                Optional.empty(),
                1));
  }

  @Test
  void attemptsFurtherApartAreNotRaised() {
    assertThat(raised(turn(0, INJECTION), turn(6, INJECTION), turn(11, INJECTION))).isEmpty();
  }

  @Test
  void aFourthAttemptIsQuietUntilTheEpisodeIsOver() {
    raised(turn(0, INJECTION), turn(1, INJECTION), turn(2, INJECTION));

    assertThat(turn(3, INJECTION)).isEmpty();
    assertThat(raised(turn(20, INJECTION), turn(21, INJECTION), turn(22, INJECTION)))
        .containsExactly("overtime.repeated-injection");
  }

  @Test
  void aRefusalFollowedByAnInjectionThatGetsThroughIsRaised() {
    assertThat(raised(turn(0, REFUSAL), turn(1, INJECTION)))
        .containsExactly("overtime.refusal-then-compliance");
  }

  @Test
  void anInjectionThatIsRefusedTooIsNotRaised() {
    assertThat(raised(turn(0, REFUSAL), turn(1, INJECTION, REFUSAL))).isEmpty();
  }

  @Test
  void findingsThatGetWorseAreRaised() {
    assertThat(raised(turn(0, PHONE), turn(1, EMAIL), turn(2, EMAIL), turn(3, CARD)))
        .containsExactly("overtime.escalating-conversation");
  }

  @Test
  void findingsThatFallBackOrSkipAStepAreNotRaised() {
    assertThat(raised(turn(0, PHONE), turn(1, CARD))).isEmpty();
    history = History.EMPTY;
    assertThat(raised(turn(0, PHONE), turn(1, CARD), turn(2, EMAIL), turn(3, CARD))).isEmpty();
  }

  @Test
  void anUnremarkableConversationLeavesNoTrace() {
    turn(0);
    assertThat(history).isSameAs(History.EMPTY);
  }

  @Test
  void aRepeatedTurnCountsOnce() {
    Assessment assessment = assessment("same", 0, INJECTION);
    for (int i = 0; i < 5; i++) {
      PatternsOverTime.Step step = PatternsOverTime.observe(history, assessment);
      history = step.history();
      assertThat(step.findings()).isEmpty();
    }
    assertThat(history.turns()).hasSize(1);
  }

  @Test
  void turnsOutOfOrderAreJudgedByTheirTime() {
    assertThat(raised(turn(10, INJECTION), turn(0, INJECTION), turn(5, INJECTION)))
        .containsExactly("overtime.repeated-injection");
  }

  @Test
  void theHistoryIsBoundedAndSurvivesItsStore() {
    for (int i = 0; i < 100; i++) {
      turn(i, INJECTION, PHONE);
    }
    assertThat(history.turns()).hasSize(History.MOST_TURNS);
    var serde = Serdes.binary(History.class);
    byte[] bytes = serde.serializer().serialize("t", history);
    assertThat(serde.deserializer().deserialize("t", bytes)).isEqualTo(history);
    assertThat(bytes.length).isLessThan(6_000);
  }

  @SafeVarargs
  private static List<String> raised(List<Finding>... turns) {
    List<String> rules = new ArrayList<>();
    for (List<Finding> turn : turns) {
      turn.forEach(finding -> rules.add(finding.rule()));
    }
    return rules;
  }

  private List<Finding> turn(int minute, Finding... findings) {
    PatternsOverTime.Step step =
        PatternsOverTime.observe(history, assessment("i-" + turns++, minute, findings));
    history = step.history();
    return step.findings();
  }

  static Assessment assessment(String id, int minute, Finding... findings) {
    return new Assessment(
        id,
        "c-1",
        Interactions.of("", "").model(),
        Map.of(),
        Interactions.NOON.plusSeconds(60L * minute),
        Map.of(),
        new ArrayList<>(List.of(findings)),
        new Sample(Sample.Reason.SKIPPED, 0.5),
        "r");
  }

  static Finding finding(String category, Severity severity) {
    return new Finding(category + ".x", category, severity, Optional.empty(), 1);
  }
}
