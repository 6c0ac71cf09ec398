package io.glasswatch.stream.serve.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.glasswatch.contract.Alert;
import io.glasswatch.contract.Case;
import io.glasswatch.contract.Explanation;
import io.glasswatch.stream.attribution.AttributionSeries;
import io.glasswatch.stream.attribution.SeriesKey;
import io.glasswatch.stream.attribution.sketch.WordShare;
import io.glasswatch.stream.drift.judge.Histograms;
import io.glasswatch.stream.serve.CasesOf;
import io.glasswatch.stream.serve.DriftLine;
import io.glasswatch.stream.serve.InMemoryRecords;
import io.glasswatch.stream.serve.ReviewDesk;
import io.glasswatch.stream.serve.fleet.Peers;
import io.glasswatch.testing.Browser;
import io.prometheus.client.CollectorRegistry;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;
import org.openqa.selenium.WebElement;

class PagesInBrowserTest {

  private static final String BOT = "support-bot@2026-11";
  private static final int WIDE = 1280;
  private static final int NARROW = 400;

  private static final Histograms LONGER_ANSWERS =
      new Histograms(
          List.of(
              new Histograms.Bin(40, 250, 12),
              new Histograms.Bin(80, 250, 40),
              new Histograms.Bin(160, 250, 110),
              new Histograms.Bin(1 << 30, 250, 250)),
          104.2,
          311.8);

  private static Browser browser;
  private static WebServer server;

  @BeforeAll
  static void start() {
    browser = Browser.start();
    Case leak = CasesOf.leakedKey("i-2041");
    Explanation unexplained =
        new Explanation.Unexplained(
            "i-2039", CasesOf.NOON, Explanation.Unexplained.NO_ANSWER, "after 30 s");
    InMemoryRecords records =
        InMemoryRecords.of(
                leak,
                CasesOf.leakedKey("i-1987"),
                CasesOf.harmless("i-2040", Optional.empty()),
                CasesOf.harmless("i-2039", Optional.of(unexplained)))
            .with(
                CasesOf.alert("i-2041", Alert.State.FIRING),
                CasesOf.drift(BOT, "all", "response_length", 0.41, Alert.State.FIRING),
                CasesOf.drift(BOT, "tenant=acme", "response_length", 0.52, Alert.State.FIRING),
                CasesOf.drift(BOT, "language=en", "output_tokens", 0.33, Alert.State.FIRING),
                CasesOf.drift(BOT, "all", "latency", 0.21, Alert.State.PENDING),
                CasesOf.drift(BOT, "all", "refusal", 0.29, Alert.State.RESOLVED),
                CasesOf.alert("i-2040", Alert.State.RESOLVED));
    server = WebServer.bind("127.0.0.1", 0);
    server.serve(
        records.with(drifting()).with(driven()),
        new Peers(Set::of),
        ReviewDesk.CLOSED,
        new CollectorRegistry());
  }

  private static DriftLine[] drifting() {
    return new DriftLine[] {
      judged(BOT, "all", "response_length", 0.41, 0.24, 412),
      judged(BOT, "tenant=acme", "response_length", 0.52, 0.33, 180),
      judged(BOT, "all", "latency", 0.11, 0.24, 412),
      judged("summarizer@3", "all", "refusal", 0.07, 0.19, 655),
      DriftLine.undecided("summarizer@3", "tenant=initech", "latency", 12)
    };
  }

  private static DriftLine judged(
      String model, String segment, String signal, double score, double threshold, long records) {
    return DriftLine.judged(
        model, segment, signal, score, threshold, records, Optional.of(LONGER_ANSWERS));
  }

  /** Two categories, one of them over three hours in which the mass moves to the system prompt. */
  private static AttributionSeries[] driven() {
    SeriesKey hate = new SeriesKey("support-bot@2026-11", "all", "hate", "deeplift");
    SeriesKey injection =
        new SeriesKey("support-bot@2026-11", "all", "prompt_injection", "deeplift");
    return new AttributionSeries[] {
      new AttributionSeries(
          hate,
          412,
          400,
          24,
          List.of(
              word("idiots", 0.083, 1, 61, 0.91, 0.22),
              word("kindly", 0.021, 0.04, 48, 0.12, 0.31),
              word("<b>fool</b>", 0.017, 0.98, 12, 0.84, 0.28)),
          0.004,
          0.92,
          List.of(
              hour(0, 160, 0.10, 0.60, 0.30),
              hour(1, 140, 0.12, 0.57, 0.31),
              hour(2, 112, 0.45, 0.30, 0.25))),
      new AttributionSeries(injection, 37, 0, 0, List.of(), 0, 0.88, List.of(hour(2, 37, 0, 1, 0)))
    };
  }

  private static WordShare word(
      String word, double share, double raised, long seen, double with, double without) {
    return new WordShare(
        word, share, raised, seen, OptionalDouble.of(with), OptionalDouble.of(without));
  }

  private static AttributionSeries.Window hour(
      int hour, long explained, double system, double user, double assistant) {
    return new AttributionSeries.Window(
        CasesOf.NOON.plus(Duration.ofHours(hour)),
        explained,
        explained,
        explained / 20,
        Map.of("system", system, "user", user, "assistant", assistant, "tool", 0.0),
        Map.of("first", 0.2, "middle", 0.7, "last", 0.1));
  }

  @AfterAll
  static void stop() {
    if (browser != null) {
      browser.close();
      server.close();
    }
  }

  @Test
  void theHeatMapIsVisible() {
    open("/cases/i-2041", WIDE, false);

    WebElement hottest = browser.find(".pane1 .request .p10");

    assertThat(hottest.isDisplayed()).isTrue();
    assertThat(hottest.getText()).isEqualTo("Ignore");
    assertThat(hottest.getCssValue("background-color")).isEqualTo("rgba(234, 88, 12, 0.72)");
    assertThat(hottest.getDomAttribute("title")).endsWith("; +1.000");
    browser.assertNoComplaints();
  }

  @Test
  void aScriptInAResponseIsTextAndDoesNotRun() {
    open("/cases/i-2041", WIDE, false);

    assertThat(browser.find(".pane1 .response .text").getText())
        .contains("<script>document.title = 'owned'</script>");
    assertThat(browser.driver().getTitle()).isEqualTo("Case i-2041 · Glasswatch");
    assertThat(browser.all("script")).isEmpty();
  }

  @Test
  void theShownTextIsTheLoggedTextInEveryPane() {
    open("/cases/i-2041", WIDE, false);

    assertThat(browser.all(".response .text"))
        .hasSize(3)
        .extracting(e -> e.getDomProperty("textContent"))
        .containsOnly(CasesOf.RESPONSE);
  }

  @Test
  void theMethodIsSwitchedWithTheKeyboard() {
    open("/cases/i-2041", WIDE, false);

    browser.find("#v1").sendKeys(Keys.ARROW_RIGHT);

    assertThat(browser.find(".pane2").isDisplayed()).isTrue();
    assertThat(browser.find(".pane1").isDisplayed()).isFalse();
  }

  @Test
  void layerAndHeadAreChosenWithTheKeyboard() {
    open("/cases/i-2041", WIDE, false);
    assertThat(browser.find("#attention caption").getText()).startsWith("mean of all");

    browser.find("#attention select[name=layer]").sendKeys("layer 2");
    browser.find("#attention select[name=head]").sendKeys("head 3");
    browser.find("#attention button").sendKeys(Keys.ENTER);

    assertThat(browser.find("#attention caption").getText()).startsWith("layer 2, head 3: ");
    assertThat(browser.find("#attention select[name=layer]").getDomProperty("value"))
        .isEqualTo("2");
    assertThat(browser.all("#attention tbody tr")).hasSizeGreaterThan(6);
    assertThat(browser.find(".attention tbody tr:nth-child(2)").getText())
        .isEqualToNormalizingWhitespace("2 Ignore previous 60.0 %, Ignore 30.2 % 9.8 %");
    WebElement previous = browser.find(".attention tbody tr:nth-child(2) .p7");
    assertThat(previous.isDisplayed()).isTrue();
    assertThat(previous.getDomAttribute("title")).isEqualTo("Ignore → previous: 60.0 %");
    browser.assertNoComplaints();
  }

  @Test
  void aPictureLeadsToItsHead() {
    open("/cases/i-2041", WIDE, false);

    browser.find("#attention .exact summary").click();
    browser.find("#attention img[alt='layer 1, head 2']").click();

    assertThat(browser.find("#attention caption").getText()).startsWith("layer 1, head 2: ");
    assertThat(browser.all("#attention a[aria-current]")).hasSize(1);
    assertThat(browser.number("document.querySelector('#attention img').naturalWidth"))
        .isEqualTo(7);
    browser.assertNoComplaints();
  }

  @Test
  void aCaseLeadsToAnotherWithNearlyTheSameText() {
    open("/cases/i-2041", WIDE, false);
    assertThat(browser.find(".near small").getText()).startsWith("practically the same prompt");

    browser.find(".near a").click();

    assertThat(browser.find(".title code").getText()).isEqualTo("i-1987");
  }

  @Test
  void theDriftOfAModelIsOneRowThatUnfolds() {
    open("/alerts", WIDE, false);
    assertThat(browser.all(".list > tbody > tr:not(.parts)")).hasSize(2);
    assertThat(browser.find(".parts td.num").isDisplayed()).isFalse();

    browser.find(".parts summary").sendKeys(Keys.ENTER);

    assertThat(browser.all(".parts tbody tr")).hasSize(5);
    assertThat(browser.find(".parts tbody tr").getText())
        .startsWith("firing response_length tenant=acme 0.52");
    browser.find(".parts tbody tr th a").click();
    assertThat(browser.find("h1").getText()).isEqualTo("response_length");
  }

  @Test
  void theExactValuesStandInATable() {
    open("/cases/i-2041", WIDE, false);

    browser.find(".pane1 .exact summary").click();

    WebElement row = browser.find(".pane1 .exact tbody tr");
    assertThat(row.findElements(By.tagName("td")))
        .extracting(WebElement::getText)
        .containsExactly("Ignore", "prompt 2, 0–6", "+1.000");
  }

  @ParameterizedTest
  @CsvSource({
    "/",
    "/alerts",
    "/cases/i-2041",
    "/cases/i-2040",
    "/cases/none",
    "/runbook",
    "/drift",
    "/explanations",
    "/audit"
  })
  void noPageIsWiderThanItsWindow(String path) {
    for (int width : new int[] {NARROW, WIDE}) {
      open(path, width, false);
      assertThat(browser.number("document.documentElement.scrollWidth")).isEqualTo(width);
    }
  }

  @Test
  void aPageLeadsToItsCaseInTwoClicksAndThreeSeconds() {
    long start = System.nanoTime();

    open("/?model=support-bot%402026-11&category=secret", WIDE, false);
    browser.find("tbody th a").click();

    assertThat(browser.find(".title code").getText()).isEqualTo("i-2041");
    assertThat(browser.find(".pane1 .p10").isDisplayed()).isTrue();
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(3));
  }

  @Test
  void theWorstDriftStandsFirst() {
    open("/drift", WIDE, false);

    assertThat(browser.all("tbody .state"))
        .extracting(WebElement::getText)
        .containsExactly("drifted", "drifted", "stable", "stable", "undecided");
    assertThat(browser.find("tbody .ratio .num").getText()).isEqualTo("1.71 ×");
  }

  @Test
  void theAlertsPageLeadsToAnExample() {
    open("/alerts", WIDE, false);

    browser.find("tbody td.id a[href^='/cases/']").click();

    assertThat(browser.find(".title code").getText()).isEqualTo("i-2041");
  }

  @Test
  void anAlertLeadsToItsSectionOfTheRunbook() {
    open("/alerts", WIDE, false);

    browser.find("tbody th a").click();

    assertThat(browser.find(".card:target h2").getText()).isEqualTo("LlmSecretLeak");
  }

  @Test
  void theConversationTakesTheWidthOfANarrowWindow() {
    open("/cases/i-2041", NARROW, false);

    assertThat(browser.find(".talk").getSize().getWidth()).isGreaterThan(NARROW * 9 / 10 - 1);
  }

  @ParameterizedTest
  @CsvSource({
    "cases, /",
    "cases-none, /?id=conversation-8",
    "case-page, /cases/i-2041",
    "case-pending, /cases/i-2040",
    "case-unexplained, /cases/i-2039",
    "case-attention-open, /cases/i-2041?layer=2&head=1#attention",
    "alerts, /alerts",
    "alerts-open, /alerts",
    "drift, /drift",
    "drift-signal, /drift/signal?model=support-bot%402026-11&segment=all&signal=response_length",
    "drift-undecided, /drift/signal?model=summarizer%403&segment=tenant%3Dinitech&signal=latency",
    "explanations, /explanations",
    "explanations-no-words, /explanations?category=prompt_injection",
    "explanations-none, /explanations?segment=tenant%3Dnobody",
    "audit, /audit",
    "runbook, /runbook"
  })
  void everyPageIsDrawnLightAndDarkNarrowAndWideWithoutComplaint(String name, String path) {
    for (int width : new int[] {NARROW, WIDE}) {
      for (boolean dark : new boolean[] {false, true}) {
        open(path, width, dark);
        if (name.endsWith("-open")) {
          browser.number(
              "[...document.querySelectorAll('details')].filter(d => d.open = true).length");
        }
        browser.picture(
            name + (width == NARROW ? "-narrow" : "") + (dark ? "-dark" : ""), width, 4000);
        browser.assertNoComplaints();
      }
    }
  }

  @ParameterizedTest
  @CsvSource({
    "/",
    "/cases/i-2041",
    "/alerts",
    "/drift",
    "/explanations",
    "/audit",
    "/runbook",
    "/cases/none"
  })
  void aScreenReaderFindsOneHeadingOneMainPartAndTheNameOfEveryField(String path) {
    open(path, WIDE, false);

    assertThat(browser.all("h1")).hasSize(1);
    assertThat(browser.all("main")).hasSize(1);
    assertThat(browser.all("nav[aria-label]")).hasSize(1);
    assertThat(
            browser.number(
                "[...document.querySelectorAll('input,select,textarea')]"
                    + ".filter(e => e.labels.length === 0).length"))
        .isZero();
    assertThat(browser.number("[...document.querySelectorAll('th')].filter(e => !e.scope).length"))
        .isZero();
  }

  @Test
  void aConversationsCasesAreFoundByItsId() {
    open("/cases/i-2041", WIDE, false);

    browser.find("dd.code a").click();

    assertThat(browser.find("input[name=id]").getDomProperty("value")).isEqualTo("conversation-7");
    assertThat(browser.all("tbody tr")).hasSize(4);
  }

  @Test
  void aCaseLeadsToTheOthersOfItsConversationAndToTheAuditLog() {
    open("/cases/i-2041", WIDE, false);

    assertThat(browser.all("ol.turns li")).hasSize(4);
    assertThat(browser.find(".turns b").getText()).isEqualTo("this case");
    browser.find("a[href='/audit']").click();

    assertThat(browser.find("tbody tr").getText()).startsWith("signed 0 120 118 2");
  }

  @Test
  void aDriftedSignalShowsWhatChangedInNumbers() {
    open("/drift", WIDE, false);

    browser.find("tbody th a").click();

    assertThat(browser.find("h1").getText()).isEqualTo("response_length");
    assertThat(browser.all(".histogram rect")).hasSize(8);
    assertThat(browser.all("tbody tr"))
        .extracting(WebElement::getText)
        .containsExactly(
            "up to 40 250 25.0 % 12 2.9 %",
            "40 – 80 250 25.0 % 40 9.7 %",
            "80 – 160 250 25.0 % 110 26.7 %",
            "above 160 250 25.0 % 250 60.7 %");
  }

  @Test
  void theWordsOfACategoryStandWithTheirSharesAndAsText() {
    open("/explanations", WIDE, false);

    assertThat(browser.all(".words tbody tr"))
        .extracting(row -> row.getText().replace('\n', ' '))
        .containsExactly(
            "idiots 8.3 % 8.7 % 100.0 % 61 0.910 0.220",
            "kindly 2.1 % 2.5 % 4.0 % 48 0.120 0.310",
            "<b>fool</b> 1.7 % 2.1 % 98.0 % 12 0.840 0.280");
    assertThat(browser.all(".roles tbody tr")).hasSize(3);
    assertThat(browser.all(".roles svg rect.system")).hasSize(3);
  }

  @Test
  void anotherSeriesAndOneWindowAreOneClickAway() {
    open("/explanations", WIDE, false);

    browser.find(".roles tbody tr:last-child a").click();
    assertThat(browser.find(".roles tr.chosen th").getText()).isEqualTo("2026-11-22 14:00:00");

    browser.find("a[href*='category=prompt_injection']").click();
    assertThat(browser.find("#main > h2").getText()).startsWith("prompt_injection");
    assertThat(browser.find(".note").getText()).startsWith("No word was used by enough people");
  }

  private static void open(String path, int width, boolean dark) {
    browser.open(server.url() + path, width, dark);
  }
}
