package io.glasswatch.cli.explain;

import static org.assertj.core.api.Assertions.assertThat;

import io.glasswatch.contract.Assessment;
import io.glasswatch.contract.Attribution;
import io.glasswatch.contract.Case;
import io.glasswatch.contract.ExplainerModel;
import io.glasswatch.contract.Explanation;
import io.glasswatch.contract.Finding;
import io.glasswatch.contract.Interaction;
import io.glasswatch.contract.Message;
import io.glasswatch.contract.ModelVersion;
import io.glasswatch.contract.Sample;
import io.glasswatch.contract.Score;
import io.glasswatch.contract.Severity;
import io.glasswatch.contract.Span;
import io.glasswatch.contract.TokenScore;
import io.glasswatch.contract.Where;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class CaseTextTest {

  private static final Instant T0 = Instant.parse("2026-11-02T09:00:00Z");

  @Test
  void listsTheStrongestWordsWhereThereAreNoColours() {
    assertThat(new CaseText(false).of(explained("go away 😀 now")))
        .containsExactly(
            "Findings",
            "  warning   hate.rule                          hate                 1.00  response 0-7",
            "",
            "Scores of minilm-safety, 120 ms",
            "  hate               0.900 ##################.. over its threshold of 0.500",
            "  violence           0.100 ##..................",
            "",
            "What drove hate, by gradient-x-input",
            "    +2.0000  away               response 3-7",
            "    -1.0000  now                response 10-13");
  }

  @Test
  void coloursTheWordsOnATerminal() {
    assertThat(new CaseText(true).of(explained("go away 😀 now")))
        .contains("    go \u001b[30;48;5;196maway\u001b[0m 😀 \u001b[30;48;5;117mnow\u001b[0m");
  }

  @Test
  void textCannotSteerTheTerminal() {
    List<String> lines =
        new CaseText(true).of(explained("go away \uD83D\uDE00 now\u001b[2J\u202e"));

    assertThat(lines).anyMatch(line -> line.contains("\uFFFD[2J\uFFFD"));
  }

  @Test
  void saysWhyThereIsNoExplanation() {
    Case item =
        closed("hello", new Explanation.Unexplained("a", T0, Explanation.Unexplained.NO_TEXT, ""));

    assertThat(new CaseText(false).of(item)).endsWith("Not explained: no_text");
  }

  private static Case explained(String response) {
    Span window = new Span(Where.RESPONSE, 0, 0, 7);
    return closed(
        response,
        new Explanation.Explained(
            "a",
            T0,
            new ExplainerModel("minilm-safety", "h1", "h2", "h3", "cpu"),
            List.of(new Score("violence", 0.1, 0.5, window), new Score("hate", 0.9, 0.5, window)),
            List.of(
                new Attribution(
                    "gradient-x-input",
                    "hate",
                    List.of(
                        new TokenScore(new Span(Where.RESPONSE, 0, 3, 7), 2),
                        new TokenScore(new Span(Where.RESPONSE, 0, 10, 13), -1)),
                    Map.of())),
            0.12));
  }

  private static Case closed(String response, Explanation explanation) {
    Interaction interaction =
        Interaction.of(
            "a",
            new ModelVersion("m", ""),
            T0,
            List.of(new Message(Message.USER, "?")),
            List.of(new Message(Message.ASSISTANT, response)));
    return new Case(
        interaction,
        new Assessment(
            "a",
            "a",
            interaction.model(),
            Map.of(),
            T0,
            Map.of(),
            List.of(
                new Finding(
                    "hate.rule",
                    "hate",
                    Severity.WARNING,
                    Optional.of(new Span(Where.RESPONSE, 0, 0, 7)),
                    1)),
            new Sample(Sample.Reason.FLAGGED, 1),
            "rules"),
        List.of(),
        Optional.of(explanation),
        T0);
  }
}
