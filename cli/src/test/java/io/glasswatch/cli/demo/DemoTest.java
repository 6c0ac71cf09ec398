package io.glasswatch.cli.demo;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.glasswatch.cli.Browser;
import io.glasswatch.cli.CommandLineRun;
import io.glasswatch.cli.demo.report.DemoReport;
import io.glasswatch.cli.demo.traffic.Story;
import io.glasswatch.contract.Assessment;
import io.glasswatch.contract.Case;
import io.glasswatch.contract.Json;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.By;
import org.openqa.selenium.WebElement;

/** One short telling of the whole story, and what can be seen afterwards. */
class DemoTest {

  private static final Duration LENGTH = Duration.ofSeconds(40);
  private static final Story STORY = new Story(LENGTH, Story.sensibleRate(LENGTH), 1);

  @TempDir static Path dir;

  private static final StringWriter SHOWN = new StringWriter();
  private static Demo demo;
  private static DemoReport report;

  @BeforeAll
  static void tellTheStory() throws Exception {
    demo = Demo.start(dir.resolve("demo"), 0, Performance.settings(STORY));
    Screen screen = new Screen(new PrintWriter(SHOWN, true), false);
    report = new Performance(STORY, false, screen, new CountDownLatch(1)).in(demo);
  }

  @AfterAll
  static void end() {
    if (demo != null) {
      demo.close();
    }
  }

  @Test
  void everythingThatWentWrongIsFoundAndExplained() {
    assertThat(report.problems()).isEmpty();
    assertThat(report.incidents()).hasSize(6).allMatch(i -> i.detectedAt().isPresent());
    assertThat(report.rejected()).isEqualTo(report.malformedInjected());
    assertThat(report.flagged()).isGreaterThan(10);
    assertThat(report.lagEnd()).isZero();
  }

  @Test
  void noAlertFiresBeforeAnythingWentWrong() {
    assertThat(report.alerts())
        .noneMatch(alert -> alert.firingAt().isBefore(report.incidents().get(1).injectedAt()));
  }

  @Test
  void theScreenTellsWhatHappenedAndWhereToLook() {
    assertThat(SHOWN.toString())
        .contains("sent      api key leak")
        .contains("ALERT     LlmSecretLeak on aria-large@2026-10, all: the api key leak")
        .contains(demo.url() + "/cases/demo-");
  }

  @Test
  void thePageOfTheLeakShowsTheHeatMapAndNoScriptRuns() throws Exception {
    String leaked = leaked();
    try (Browser browser = Browser.open(demo.url() + "/cases/" + leaked, 1280, 900)) {
      List<WebElement> strongest =
          browser.driver().findElements(By.cssSelector(".pane .text .p10, .pane .text .n10"));
      String text = browser.driver().findElement(By.tagName("body")).getText();

      assertThat(strongest).isNotEmpty().anyMatch(WebElement::isDisplayed);
      assertThat(browser.driver().findElements(By.cssSelector(".legend"))).isNotEmpty();
      assertThat(text).contains("<script>", "new RateClient({ apiKey: \"sk-proj-");
      assertThat(browser.driver().getTitle()).contains(leaked);
      browser.screenshot("demo-case.png");
    }
  }

  @Test
  void metricsCountWhatTheReportCounts() throws Exception {
    assertThat(get("/metrics")).contains("llm_flagged_total");
    assertThat(get("/health/ready")).isNotBlank();
  }

  @Test
  void aLogOfThreeHundredRowsIsAssessedOrRejectedAndExplained() throws Exception {
    everyRowHasItsFate(300, Duration.ofMinutes(3));
  }

  @Test
  @Tag("full")
  void aLogOfTwoThousandRowsIsAssessedOrRejectedAndExplained() throws Exception {
    everyRowHasItsFate(2000, Duration.ofMinutes(10));
  }

  private static void everyRowHasItsFate(int count, Duration patience) throws Exception {
    Map<String, String> rows = SharedData.rows(count);
    Path log = Files.write(dir.resolve("log-%d.jsonl".formatted(count)), rows.values());
    try (Fate fate = new Fate(demo.bootstrapServers())) {
      CommandLineRun run =
          CommandLineRun.of(
              "replay", log.toString(), "--bootstrap-servers", demo.bootstrapServers());
      assertThat(run.exitCode()).isZero();
      fate.readUntil(f -> settled(f, rows.size()), patience);

      assertThat(
              Stream.concat(
                  fate.assessed().stream().map(Assessment::interaction),
                  fate.rejected().stream().map(r -> id(r.bytes()))))
          .containsExactlyInAnyOrderElementsOf(rows.keySet());
      assertThat(fate.assessed())
          .filteredOn(Assessment::flagged)
          .isNotEmpty()
          .allMatch(a -> explained(fate.cases(), a.interaction()));
    }
  }

  private static boolean settled(Fate fate, int rows) {
    return fate.assessed().size() + fate.rejected().size() >= rows
        && fate.assessed().stream()
            .filter(Assessment::flagged)
            .allMatch(a -> explained(fate.cases(), a.interaction()));
  }

  private static boolean explained(Map<String, Case> cases, String id) {
    return cases.containsKey(id) && cases.get(id).explanation().isPresent();
  }

  private static String id(byte[] bytes) {
    try {
      return Json.TEXT.readTree(bytes).get("id").asText();
    } catch (IOException e) {
      return "unreadable: " + new String(bytes, UTF_8);
    }
  }

  private static String leaked() throws Exception {
    JsonNode alerts = Json.TEXT.readTree(get("/api/v1/alerts"));
    return alerts.findParents("fingerprint").stream()
        .filter(alert -> alert.get("name").asText().equals("LlmSecretLeak"))
        .map(alert -> alert.get("interaction").asText())
        .findFirst()
        .orElseThrow();
  }

  private static String get(String path) throws Exception {
    HttpResponse<String> answer =
        HttpClient.newHttpClient()
            .send(
                HttpRequest.newBuilder(URI.create(demo.url() + path)).build(),
                HttpResponse.BodyHandlers.ofString());
    assertThat(answer.statusCode()).as(path).isEqualTo(200);
    return answer.body();
  }
}
