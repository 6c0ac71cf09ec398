package io.glasswatch.stream.detect.rule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class RuleSetTest {

  private static final String GOOD =
      """
      pack: mine
      rules:
        - id: mine.word
          category: secret
          about: A word
          severity: {response: warning}
          patterns: ['\\bplugh\\b']
          matches: ['say plugh']
          spares: ['say xyzzy']
      """;

  @Test
  void theShippedRulesProveTheirExamples() {
    assertThat(RuleSet.standard().rules()).hasSizeGreaterThanOrEqualTo(12);
    assertThat(RuleSet.standard().hash()).matches("[0-9a-f]{64}");
  }

  @ParameterizedTest
  @MethodSource("rules")
  void everyRuleIdStartsWithItsCategoryAndIsLowerCase(Rule rule) {
    assertThat(rule.id()).matches(rule.category() + "\\.[a-z0-9-]+");
  }

  static Stream<Rule> rules() {
    return RuleSet.standard().rules().stream();
  }

  @Test
  void theHashChangesWithAnythingThatDecides() {
    assertThat(set(GOOD).hash())
        .isEqualTo(set(GOOD.replace("A word", "Other words")).hash())
        .isNotEqualTo(set(GOOD.replace("warning", "critical")).hash())
        .isNotEqualTo(set(GOOD.replace("plugh", "plughs?")).hash());
  }

  @Test
  void aRuleThatMissesItsExampleIsRefused() {
    assertThatThrownBy(() -> set(GOOD.replace("say plugh", "say nothing")))
        .hasMessage("rule mine.word must match its example \"say nothing\"");
  }

  @Test
  void aRuleThatMatchesWhatItMustSpareIsRefused() {
    assertThatThrownBy(() -> set(GOOD.replace("say xyzzy", "plugh!")))
        .hasMessage("rule mine.word must spare its example \"plugh!\"");
  }

  @ParameterizedTest
  @ValueSource(strings = {"(a)\\\\1", "a(?=b)", "(?<!a)b", "a(?>b)"})
  void anExpressionThatIsNotLinearInTimeIsRefusedWithTheLine(String regex) {
    assertThatThrownBy(() -> set(GOOD.replace("\\bplugh\\b", regex.replace("\\\\", "\\"))))
        .hasMessageStartingWith("line 3: expression \"")
        .hasMessageContaining("cannot be matched in linear time: ");
  }

  @Test
  void aMisspeltKeyIsRefusedWithItsLine() {
    assertThatThrownBy(() -> set(GOOD.replace("about:", "abuot:")))
        .hasMessageStartingWith("line 5: \"abuot\" is not one of [id, ");
  }

  @Test
  void aRuleGivenTwiceIsRefused() {
    RulePack pack = RulePack.parse(GOOD);
    assertThatThrownBy(() -> RuleSet.of(List.of(pack, pack)))
        .hasMessage("rule mine.word is given twice");
  }

  private static RuleSet set(String yaml) {
    return RuleSet.of(List.of(RulePack.parse(yaml)));
  }
}
