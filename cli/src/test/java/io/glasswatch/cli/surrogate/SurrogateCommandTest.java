package io.glasswatch.cli.surrogate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.glasswatch.cli.CommandLineRun;
import io.glasswatch.cli.surrogate.Feature.AtLeast;
import io.glasswatch.cli.surrogate.Feature.Found;
import io.glasswatch.cli.surrogate.Surrogate.Driver;
import io.glasswatch.contract.Assessment;
import io.glasswatch.contract.Attribution;
import io.glasswatch.contract.Case;
import io.glasswatch.contract.ExplainerModel;
import io.glasswatch.contract.Explanation.Explained;
import io.glasswatch.contract.Finding;
import io.glasswatch.contract.Interaction;
import io.glasswatch.contract.Json;
import io.glasswatch.contract.Message;
import io.glasswatch.contract.ModelVersion;
import io.glasswatch.contract.Sample;
import io.glasswatch.contract.Score;
import io.glasswatch.contract.Severity;
import io.glasswatch.contract.Span;
import io.glasswatch.contract.TokenScore;
import io.glasswatch.contract.Where;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.ToDoubleFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SurrogateCommandTest {

  private static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");
  private static final String CATEGORY = "prompt_injection";
  private static final List<String> WORDS =
      List.of("ignore", "rules", "please", "parcel", "weather", "train", "émigré", "bread");

  @TempDir private Path dir;

  /** What the score is made of: two words raise it, one lowers it, the others do nothing. */
  private static double planted(List<String> text) {
    return -1.8
        + (text.contains("ignore") ? 3 : 0)
        + (text.contains("émigré") ? 1.5 : 0)
        - (text.contains("please") ? 1 : 0);
  }

  @Test
  void theWordsThatTheScoreIsMadeOfAreFoundWithTheirWeights() {
    Surrogate surrogate =
        Surrogate.of(texts(cases(SurrogateCommandTest::planted)), 3, 10).orElseThrow();

    assertThat(surrogate.drivers())
        .extracting(driver -> driver.feature().label())
        .containsExactly("ignore", "émigré", "please");
    assertThat(surrogate.drivers().get(0).weight()).isCloseTo(3, within(0.1));
    assertThat(surrogate.drivers().get(1).weight()).isCloseTo(1.5, within(0.1));
    assertThat(surrogate.drivers().get(2).weight()).isCloseTo(-1, within(0.1));
    assertThat(surrogate.drivers().get(0).share()).contains(0.25);
    assertThat(surrogate.fidelity()).isGreaterThan(0.98);
    assertThat(surrogate.agreement()).isGreaterThan(0.95);
  }

  @Test
  void whatRulesFoundAndWhatWasMeasuredDrivesAScoreToo() {
    List<Case> cases = new ArrayList<>();
    Random random = new Random(5);
    for (int i = 0; i < 400; i++) {
      boolean key = random.nextInt(4) == 0;
      double length = random.nextInt(1, 101);
      double logit = -2 + (key ? 2.5 : 0) + (length >= 76 ? 1.5 : 0);
      Case plain = found("i" + i, List.of("hello", WORDS.get(random.nextInt(8))), logit);
      cases.add(measured(plain, key, Map.of("prompt_length", length, "latency", 1.0)));
    }
    Surrogate surrogate = Surrogate.of(texts(cases), 2, 10).orElseThrow();

    Driver first = surrogate.drivers().get(0);
    assertThat(first.feature()).isEqualTo(new Found("secret.some-key"));
    assertThat(first.weight()).isCloseTo(2.5, within(0.2));
    assertThat(first.share()).isEmpty();
    Driver second = surrogate.drivers().get(1);
    assertThat(second.feature())
        .isInstanceOfSatisfying(
            AtLeast.class,
            cut -> {
              assertThat(cut.signal()).isEqualTo("prompt_length");
              assertThat(cut.least()).isBetween(70.0, 80.0);
            });
    assertThat(second.weight()).isCloseTo(1.5, within(0.3));
    assertThat(surrogate.fidelity()).isGreaterThan(0.9);
  }

  @Test
  void whatIsFoundElsewhereIsNoFeatureOfTheText() {
    Case item = measured(found("i", List.of("hello"), 0), true, Map.of());
    Finding elsewhere =
        new Finding(
            "secret.other-key",
            "secret",
            Severity.WARNING,
            Optional.of(new Span(Where.RESPONSE, 0, 0, 3)),
            1);

    assertThat(ExplainedText.of(with(item, elsewhere)).get(0).found())
        .containsExactly("secret.some-key");
  }

  @Test
  void aScoreThatFeaturesDoNotMakeHasNoFidelity() {
    Random random = new Random(3);
    Surrogate surrogate =
        Surrogate.of(texts(cases(text -> random.nextGaussian())), 5, 10).orElseThrow();

    assertThat(surrogate.fidelity()).isLessThan(0.1);
  }

  @Test
  void fewTextsHaveNoSurrogate() {
    List<ExplainedText> texts = texts(cases(SurrogateCommandTest::planted));

    assertThat(Surrogate.of(texts.subList(0, 40), 3, 5)).isEmpty();
    assertThat(Surrogate.of(texts, 3, texts.size())).isEmpty();
  }

  @Test
  void theCommandReadsCasesFromAFile() throws IOException {
    Path file = dir.resolve("cases.jsonl");
    List<String> lines = new ArrayList<>();
    for (Case item : cases(SurrogateCommandTest::planted)) {
      lines.add(Json.TEXT.writeValueAsString(item));
    }
    Files.write(file, lines);

    Path page = dir.resolve("surrogate.html");
    CommandLineRun run =
        CommandLineRun.of(
            "surrogate", file.toString(), "--features", "3", "--html", page.toString());
    assertThat(run.exitCode()).isZero();
    assertThat(page)
        .content()
        .contains("300 cases, 300 of them explained")
        .containsSubsequence("ignore", "émigré", "please")
        .doesNotContain("<script", "{{");
    assertThat(run.out())
        .contains("prompt_injection: 300 cases, 300 of them explained.")
        .containsSubsequence("ignore", "émigré", "please");

    CommandLineRun other = CommandLineRun.of("surrogate", file.toString(), "--category", "hate");
    assertThat(other.exitCode()).isEqualTo(1);
    assertThat(other.out()).contains("no case has a score of hate");
  }

  @Test
  void aLineThatIsNoCaseIsNamedWithoutItsText() throws IOException {
    Path file = Files.writeString(dir.resolve("cases.jsonl"), "{\"secret\": \"swordfish\"}\n");

    CommandLineRun run = CommandLineRun.of("surrogate", file.toString());
    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.err()).contains("line 1 of").contains("holds no case");
    assertThat(run.err()).doesNotContain("swordfish");
  }

  private static List<ExplainedText> texts(List<Case> cases) {
    return cases.stream().flatMap(item -> ExplainedText.of(item).stream()).toList();
  }

  private static List<Case> cases(ToDoubleFunction<List<String>> logit) {
    Random random = new Random(1);
    List<Case> cases = new ArrayList<>();
    for (int i = 0; i < 300; i++) {
      List<String> text = new ArrayList<>(List.of("hello"));
      WORDS.stream().filter(word -> random.nextBoolean()).forEach(text::add);
      cases.add(found("i" + i, text, logit.applyAsDouble(text)));
    }
    return cases;
  }

  private static Case measured(Case item, boolean key, Map<String, Double> signals) {
    Span place = new Span(Where.PROMPT, 0, 2, 4);
    Finding finding =
        new Finding("secret.some-key", "secret", Severity.WARNING, Optional.of(place), 1);
    return with(item, key ? List.of(finding) : List.of(), signals);
  }

  private static Case with(Case item, Finding finding) {
    List<Finding> findings = new ArrayList<>(item.assessment().findings());
    findings.add(finding);
    return with(item, findings, item.assessment().signals());
  }

  private static Case with(Case item, List<Finding> findings, Map<String, Double> signals) {
    Assessment old = item.assessment();
    return new Case(
        item.interaction(),
        new Assessment(
            old.interaction(),
            old.conversation(),
            old.model(),
            old.segments(),
            old.time(),
            signals,
            findings,
            old.sample(),
            old.rules()),
        item.later(),
        item.explanation(),
        item.openedAt());
  }

  private static Case found(String id, List<String> words, double logit) {
    String text = String.join(" ", words);
    List<TokenScore> tokens = new ArrayList<>();
    int start = 0;
    for (String word : words) {
      Span span = new Span(Where.PROMPT, 0, start, start + word.length());
      tokens.add(new TokenScore(span, word.equals("ignore") ? 0.25 : 0));
      start += word.length() + 1;
    }
    ModelVersion model = new ModelVersion("bot", "1");
    Interaction interaction =
        Interaction.of(
            id,
            model,
            NOON,
            List.of(new Message(Message.USER, text)),
            List.of(new Message(Message.ASSISTANT, "No.")));
    Span window = new Span(Where.PROMPT, 0, 0, text.length());
    return new Case(
        interaction,
        new Assessment(
            id,
            id,
            model,
            Map.of(),
            NOON,
            Map.of(),
            List.of(),
            new Sample(Sample.Reason.FLAGGED, 1),
            "rules-0"),
        List.of(),
        Optional.of(
            new Explained(
                id,
                NOON,
                new ExplainerModel("m", "1", "2", "3", "cpu"),
                List.of(new Score(CATEGORY, 1 / (1 + Math.exp(-logit)), 0.5, window)),
                List.of(new Attribution("deeplift", CATEGORY, tokens, Map.of())),
                0.1)),
        NOON);
  }
}
