package io.glasswatch.stream.serve.http;

import static io.glasswatch.stream.serve.http.PagesInBrowser.NARROW;
import static io.glasswatch.stream.serve.http.PagesInBrowser.WIDE;
import static org.assertj.core.api.Assertions.assertThat;

import io.glasswatch.testing.Browser;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.openqa.selenium.Keys;
import org.openqa.selenium.WebElement;

/** The pages that list, sum up and explain. */
class PagesInBrowserTest {

  private static PagesInBrowser pages;
  private static Browser browser;

  @BeforeAll
  static void start() {
    pages = PagesInBrowser.start();
    browser = pages.browser();
  }

  @AfterAll
  static void stop() {
    if (pages != null) {
      pages.close();
    }
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
    pages.open(path, width, dark);
  }
}
