package io.glasswatch.stream.serve.page;

import static org.assertj.core.api.Assertions.assertThat;

import io.glasswatch.contract.Attribution;
import io.glasswatch.contract.Case;
import io.glasswatch.contract.Category;
import io.glasswatch.contract.ExplainerModel;
import io.glasswatch.contract.Explanation;
import io.glasswatch.contract.Finding;
import io.glasswatch.contract.Interaction;
import io.glasswatch.contract.Message;
import io.glasswatch.contract.Severity;
import io.glasswatch.contract.Span;
import io.glasswatch.contract.TokenScore;
import io.glasswatch.contract.Where;
import io.glasswatch.stream.join.Fingerprint;
import io.glasswatch.stream.serve.CaseLine;
import io.glasswatch.stream.serve.CasesOf;
import io.glasswatch.stream.serve.NearCase;
import io.glasswatch.stream.serve.fleet.Gathered;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class CasePageTest {

  private static final Pattern TEXT =
      Pattern.compile("<div class=\"text\" dir=\"auto\">(.*?)</div>", Pattern.DOTALL);
  private static final List<String> BITS =
      List.of(
          "<b>", "&amp;", "</div>", "\"", "'", "🙂", "你好", "\r\n", "\u202e", "x", "{{y}}", "`=");

  @ParameterizedTest
  @MethodSource("seeds")
  void everyPaneShowsEveryMessageWordForWord(int seed) {
    Random random = new Random(seed);
    List<Message> request = List.of(new Message("user", text(random)));
    List<Message> response =
        List.of(new Message("assistant", text(random)), new Message("assistant", text(random)));

    String page = CasePage.render(explained(random, request, response));

    List<String> once =
        List.of(request.get(0).text(), response.get(0).text(), response.get(1).text());
    List<String> twice = new ArrayList<>(once);
    twice.addAll(once);
    assertThat(shown(page)).isEqualTo(twice);
  }

  @Test
  void aScriptInAResponseIsText() {
    assertThat(CasePage.render(CasesOf.leakedKey("i-1")))
        .contains("&lt;script&gt;")
        .doesNotContain("<script");
  }

  @Test
  void thePageLoadsNothingFromElsewhere() {
    assertThat(CasePage.render(CasesOf.leakedKey("i-1")))
        .doesNotContain("src=", "url(", "@import", "href=\"http", " style=\"");
  }

  @Test
  void aControlCharacterIsShownAsItsPicture() {
    Message message = new Message("assistant", "a\u0000b\ud800c");

    String page =
        CasePage.render(
            CasesOf.aCase("i-1", List.of(), List.of(message), List.of(), Optional.empty()));

    assertThat(shown(page)).containsExactly("a␀b\ufffdc");
  }

  @Test
  void aHiddenCharacterIsNamed() {
    Message message = new Message("user", "go\u202eod");

    String page =
        CasePage.render(
            CasesOf.aCase("i-1", List.of(message), List.of(), List.of(), Optional.empty()));

    assertThat(page)
        .contains("<span class=\"unseen\" title=\"U+202E RIGHT-TO-LEFT OVERRIDE\">\u202e</span>");
  }

  @Test
  void aFindingIsNumberedOnceThoughTokensCutIt() {
    String page = CasePage.render(CasesOf.leakedKey("i-1"));
    String firstPane = page.substring(page.indexOf("class=\"pane pane1\""));

    assertThat(firstPane.substring(0, firstPane.indexOf("class=\"pane pane2\"")))
        .containsOnlyOnce("data-n=\"1\"")
        .containsOnlyOnce("data-n=\"2\"")
        .contains("<mark class=\"found warning t p");
  }

  @Test
  void aCaseWithoutAnExplanationSaysWhy() {
    Explanation none =
        new Explanation.Unexplained(
            "i-1", CasesOf.NOON, Explanation.Unexplained.NO_ANSWER, "after 30 s");

    assertThat(CasePage.render(CasesOf.harmless("i-1", Optional.of(none))))
        .contains("No explanation: no_answer: after 30 s")
        .contains("No model has scored this case.");
    assertThat(CasePage.render(CasesOf.harmless("i-1", Optional.empty())))
        .contains("The explanation is still awaited.");
  }

  @Test
  void theAttentionNamesTheTokensByTheTextOfTheCase() {
    String page = page(CasesOf.leakedKey("i-1"), HeadChoice.MEAN);

    assertThat(page)
        .contains("<b>Attention is not importance.</b>")
        .contains("<caption>mean of all layers and heads: a row is a token that looks")
        .contains("<th scope=\"row\" class=\"token\">Ignore</th>")
        .contains("<th scope=\"row\" class=\"token framing\">start of text</th>");
    assertThat(page.split("<a href=\"/cases/i-1\\?layer", -1)).hasSize(2 * 3 + 1);
  }

  @Test
  void oneHeadIsChosenAndANumberThatTheModelLacksIsTheMean() {
    HeadChoice second = new HeadChoice(OptionalInt.of(2), OptionalInt.of(1));
    HeadChoice ninth = new HeadChoice(OptionalInt.of(9), OptionalInt.of(-1));

    assertThat(page(CasesOf.leakedKey("i-1"), second))
        .contains("<caption>layer 2, head 1: ")
        .contains("previous 60.0 %, Ignore 30.2 %");
    assertThat(page(CasesOf.leakedKey("i-1"), ninth))
        .contains("<caption>mean of all layers and heads: ");
  }

  @Test
  void whatWasMaskedStaysMaskedInTheAttention() {
    Case item = CasesOf.leakedKey("i-1");
    Interaction told = item.interaction();
    Interaction masked =
        Interaction.of(
            "i-1",
            told.model(),
            told.time(),
            List.of(told.request().get(0), new Message("user", "██████ all ████████ rules")),
            told.response());

    String attention =
        AttentionPane.of(
                new Case(masked, item.assessment(), List.of(), item.explanation(), item.openedAt()),
                HeadChoice.MEAN)
            .orElseThrow()
            .toString();

    assertThat(attention).contains("██████").doesNotContain("Ignore", "previous");
  }

  @Test
  void whatIsErasedShowsNoAttentionAndNoOtherCase() {
    Case item = CasesOf.leakedKey("i-1");
    Case erased =
        new Case(
            item.interaction().erased(),
            item.assessment(),
            List.of(),
            item.explanation().map(Explanation::erased),
            item.openedAt());

    assertThat(page(erased, HeadChoice.MEAN)).doesNotContain("id=\"attention\"");
    assertThat(Fingerprint.of(erased.interaction()).isEmpty()).isTrue();
  }

  @Test
  void theOthersWithNearlyTheSameTextAreNamedInWords() {
    Case item = CasesOf.leakedKey("i-1");
    NearCase same = new NearCase(CaseLine.of(CasesOf.leakedKey("i/2")), Where.PROMPT, 0);
    NearCase near = new NearCase(CaseLine.of(CasesOf.leakedKey("i-3")), Where.RESPONSE, 3);

    String page =
        CasePage.page(
            item, known(new Gathered<>(List.of(same, near), 1, 1, List.of())), HeadChoice.MEAN);

    assertThat(page)
        .contains("<a href=\"/cases/i%2F2\">i/2</a>", "practically the same prompt")
        .contains("nearly the same response, 3 bits of 64 differ")
        .doesNotContain("There are more; these are the nearest.");
    assertThat(
            CasePage.page(item, known(new Gathered<>(List.of(), 1, 2, List.of())), HeadChoice.MEAN))
        .contains("This list is incomplete: 1 of 2 partitions did not answer.")
        .contains("No other case.");
  }

  private static String page(Case item, HeadChoice head) {
    return CasePage.page(item, known(new Gathered<>(List.of(), 1, 1, List.of())), head);
  }

  private static CasePage.Known known(Gathered<List<NearCase>> near) {
    return new CasePage.Known(Optional.empty(), List.of(), List.of(), near);
  }

  static IntStream seeds() {
    return IntStream.range(0, 100);
  }

  private static List<String> shown(String page) {
    List<String> texts = new ArrayList<>();
    Matcher matcher = TEXT.matcher(page);
    while (matcher.find()) {
      texts.add(unescaped(matcher.group(1).replaceAll("<[^>]*>", "")));
    }
    return texts;
  }

  private static String unescaped(String html) {
    return Pattern.compile("&#(x?)([0-9A-Fa-f]+);")
        .matcher(html)
        .replaceAll(
            m ->
                Matcher.quoteReplacement(
                    Character.toString(
                        Integer.parseInt(m.group(2), m.group(1).isEmpty() ? 10 : 16))))
        .replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&quot;", "\"")
        .replace("&amp;", "&");
  }

  private static Case explained(Random random, List<Message> request, List<Message> response) {
    List<Finding> findings = new ArrayList<>();
    List<TokenScore> tokens = new ArrayList<>();
    for (int i = 0; i < 12; i++) {
      Severity severity = random.nextBoolean() ? Severity.CRITICAL : Severity.INFO;
      findings.add(new Finding("rule<" + i, Category.PII, severity, Optional.of(span(random)), 1));
      tokens.add(new TokenScore(span(random), random.nextGaussian()));
    }
    Explanation explanation =
        new Explanation.Explained(
            "i",
            CasesOf.NOON,
            new ExplainerModel("m", "a", "b", "c", "cpu"),
            List.of(),
            List.of(new Attribution("occlusion", "hate", tokens, Map.of())),
            0);
    return CasesOf.aCase("i", request, response, findings, Optional.of(explanation));
  }

  private static Span span(Random random) {
    boolean asked = random.nextBoolean();
    int start = random.nextInt(20);
    return new Span(
        asked ? Where.PROMPT : Where.RESPONSE,
        asked ? 0 : random.nextInt(2),
        start,
        start + random.nextInt(20));
  }

  private static String text(Random random) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < random.nextInt(20); i++) {
      text.append(BITS.get(random.nextInt(BITS.size())));
    }
    return text.toString();
  }
}
