package io.glasswatch.stream.serve.http;

import static io.glasswatch.stream.serve.http.PagesInBrowser.NARROW;
import static io.glasswatch.stream.serve.http.PagesInBrowser.WIDE;
import static org.assertj.core.api.Assertions.assertThat;

import io.glasswatch.stream.serve.CasesOf;
import io.glasswatch.testing.Browser;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;
import org.openqa.selenium.WebElement;

/** The page of one case. */
class CasePageInBrowserTest {

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
    browser.leaveBy(() -> browser.find("#attention button").sendKeys(Keys.ENTER));

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
  void theExactValuesStandInATable() {
    open("/cases/i-2041", WIDE, false);

    browser.find(".pane1 .exact summary").click();

    WebElement row = browser.find(".pane1 .exact tbody tr");
    assertThat(row.findElements(By.tagName("td")))
        .extracting(WebElement::getText)
        .containsExactly("Ignore", "prompt 2, 0–6", "+1.000");
  }

  @Test
  void theConversationTakesTheWidthOfANarrowWindow() {
    open("/cases/i-2041", NARROW, false);

    assertThat(browser.find(".talk").getSize().getWidth()).isGreaterThan(NARROW * 9 / 10 - 1);
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

  private static void open(String path, int width, boolean dark) {
    pages.open(path, width, dark);
  }
}
