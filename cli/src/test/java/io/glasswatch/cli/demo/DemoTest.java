package io.glasswatch.cli.demo;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.glasswatch.cli.CommandLineRun;
import io.glasswatch.cli.demo.report.DemoReport;
import io.glasswatch.cli.demo.traffic.Story;
import io.glasswatch.contract.Assessment;
import io.glasswatch.contract.Case;
import io.glasswatch.contract.Json;
import io.glasswatch.testing.Board;
import io.glasswatch.testing.Browser;
import io.glasswatch.testing.MonitoringStack;
import io.glasswatch.testing.Pager;
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
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.WebElement;

/** One short telling of the whole story, and what can be seen afterwards. */
class DemoTest {

  private static final Duration LENGTH = Duration.ofSeconds(40);
  private static final Story STORY = new Story(LENGTH, Story.sensibleRate(LENGTH), 1);

  @TempDir static Path dir;

  private static final StringWriter SHOWN = new StringWriter();
  private static Instant begun;
  private static Demo demo;
  private static DemoReport report;
  private static Pager pager;
  private static MonitoringStack monitoring;
  private static final StringWriter AUDIT = new StringWriter();
  private static int audited;

  @BeforeAll
  static void tellTheStory() throws Exception {
    begun = Instant.now();
    demo = Demo.start(dir.resolve("demo"), 0, Performance.settings(STORY));
    pager = Pager.start();
    if (MonitoringStack.installed()) {
      OptionalInt worker = OptionalInt.of(demo.workerPort());
      monitoring = MonitoringStack.start(dir, demo.port(), worker, pager);
    }
    Screen screen = new Screen(new PrintWriter(SHOWN, true), false);
    report = new Performance(STORY, false, screen, new CountDownLatch(1)).in(demo);
    audited = DemoAudit.copy(demo, report, dir.resolve("audit"), new PrintWriter(AUDIT, true));
  }

  @AfterAll
  static void end() {
    if (monitoring != null) {
      monitoring.close();
    }
    if (demo != null) {
      pager.close();
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
    try (Browser browser = Browser.start()) {
      browser.open(demo.url() + "/cases/" + leaked, 1280, false);
      List<WebElement> strongest = browser.all(".pane .text .p10, .pane .text .n10");
      String text = browser.find("body").getText();

      assertThat(strongest).isNotEmpty().anyMatch(WebElement::isDisplayed);
      assertThat(browser.all(".legend")).isNotEmpty();
      assertThat(text)
          .contains("<script>", "new RateClient({ apiKey: \"\u2588")
          .doesNotContain("sk-proj-");
      assertThat(browser.driver().getTitle()).contains(leaked);
      browser.picture("demo-case", 1280, 900);
    }
  }

  @Test
  void everyPanelOfEveryMetricBoardHasData() throws Exception {
    MonitoringStack.require();
    awaitReview();
    Map<Board.Query, Integer> series = new LinkedHashMap<>();
    for (Board board : Board.all()) {
      for (Board.Query query : board.queries()) {
        series.put(query, monitoring.range(query.substituted(), begun).size());
      }
    }
    series.forEach(
        (query, count) ->
            System.out.printf(
                "%4d series  %-26s %-32s %s%n",
                count, query.board(), query.place(), query.expression()));

    assertThat(series).hasSizeGreaterThan(50);
    assertThat(series).allSatisfy((query, count) -> assertThat(count).isPositive());
  }

  @Test
  void driftIsOnePageForEachModelHoweverManySignalsTakePart() throws Exception {
    MonitoringStack.require();
    List<String> models =
        driftOf(report).stream().map(DemoReport.FiredAlert::model).distinct().toList();

    for (String model : models) {
      pager.await("LlmResponseDrift", "model", model, Duration.ofMinutes(1));
    }

    List<JsonNode> pages = pager.pagesOf("LlmResponseDrift");
    List<JsonNode> drifted =
        pages.stream().flatMap(p -> Pager.firing(p, "LlmResponseDrift").stream()).toList();
    System.out.printf(
        "%d drifted signals and segments of %d models came to the pager as %d alerts in %d pages%n",
        driftOf(report).size(),
        models.size(),
        drifted.stream().map(a -> a.get("fingerprint")).distinct().count(),
        pages.size());
    assertThat(driftOf(report)).hasSizeGreaterThan(2 * models.size());
    assertThat(drifted)
        .extracting(a -> a.at("/labels/model").asText())
        .containsOnlyOnceElementsOf(models);
    assertThat(drifted.get(0).at("/annotations/description").asText())
        .contains("have left their reference; furthest now:", "times its threshold");
  }

  @Test
  void thePageLeadsToItsCaseInTwoClicksAndThreeSeconds() throws Exception {
    MonitoringStack.require();
    JsonNode page = pager.await("LlmSecretLeak", Duration.ofMinutes(1));
    String dashboard = page.at("/annotations/dashboard").asText();
    String cases = page.at("/annotations/cases").asText();
    assertThat(Board.all())
        .extracting(Board::uid)
        .contains(dashboard.replaceFirst(".*/d/([a-z-]+).*", "$1"));

    try (Browser browser = Browser.start()) {
      browser.open(demo.url() + "/health/live", 1280, false);
      Instant start = Instant.now();
      browser.open(cases.replace("http://localhost:8080", demo.url()), 1280, false);
      browser.find("tbody th a").click();
      boolean shown =
          browser.all(".text mark.found.critical").stream().anyMatch(WebElement::isDisplayed);
      Duration took = Duration.between(start, Instant.now());

      System.out.printf("page to case: 2 clicks, %.2f s%n", took.toMillis() / 1e3);
      assertThat(shown).isTrue();
      assertThat(browser.find(".badge.critical").isDisplayed()).isTrue();
      assertThat(took).isLessThan(Duration.ofSeconds(3));

      String exemplar =
          monitoring
              .exemplars("llm_flagged_total{category=\"secret\"}", begun)
              .at("/0/exemplars/0/labels/record_id")
              .asText();
      browser.open(demo.url() + "/cases/" + exemplar, 1280, false);
      assertThat(browser.find(".title code").getText()).isEqualTo(exemplar);
    }
  }

  /** Reviews the leak as a person does, and waits until the page and Prometheus know. */
  private static void awaitReview() throws Exception {
    String id = leaked();
    try (Browser browser = Browser.start()) {
      browser.open(demo.url() + "/cases/" + id, 1280, false);
      browser.find("input[value=true_positive]").click();
      browser.find("textarea[name=note]").sendKeys("It is ours & live.");
      browser.find("input[name=by]").sendKeys("Ada");
      browser.find(".review button").click();
      Instant end = Instant.now().plus(Duration.ofSeconds(30));
      while (browser.all(".judgement").isEmpty()) {
        assertThat(Instant.now()).isBefore(end);
        browser.open(demo.url() + "/cases/" + id, 1280, false);
      }
      assertThat(browser.find(".judgement").getText()).isEqualTo("true positive");
      browser.assertNoComplaints();
      while (monitoring.query("llm_reviews_total > 0").isEmpty()
          || monitoring.query("rule:llm_precision:ratio_increase30d").isEmpty()) {
        assertThat(Instant.now()).isBefore(end);
        TimeUnit.MILLISECONDS.sleep(300);
      }
    }
  }

  private static List<DemoReport.FiredAlert> driftOf(DemoReport report) {
    return report.alerts().stream().filter(a -> a.name().equals("LlmResponseDrift")).toList();
  }

  @Test
  void theAuditsReportCountsWhatTheDemoCounted() throws Exception {
    assertThat(audited).as(AUDIT.toString()).isZero();
    JsonNode audit = Json.TEXT.readTree(Files.readString(dir.resolve("audit/report.json")));
    JsonNode volumes = audit.get("volumes");
    assertThat(volumes.get("interactions").asLong()).isEqualTo(report.interactions());
    assertThat(volumes.get("rejected").asLong()).isEqualTo(report.rejected());
    assertThat(volumes.get("flagged").asLong()).isEqualTo(report.flagged());
    assertThat(volumes.get("explained").asLong()).isEqualTo(report.explained());
    assertThat(volumes.get("unexplained").asLong()).isEqualTo(report.unexplained());
    for (JsonNode sampling : audit.get("sampling")) {
      assertThat(sampling.get("interactions").asDouble())
          .isBetween(
              sampling.get("estimated").get("low").asDouble(),
              sampling.get("estimated").get("high").asDouble());
    }
  }

  @Test
  void theAuditsReportShowsEveryIncidentWithItsTimeline() throws Exception {
    String page = dir.resolve("audit/report.html").toUri().toString();
    try (Browser browser = Browser.start()) {
      browser.open(page, 1280, false);
      List<String> incidents =
          browser.all("#remediation table:first-of-type tbody tr").stream()
              .map(WebElement::getText)
              .toList();
      for (DemoReport.FiredAlert alert : report.alerts()) {
        assertThat(incidents)
            .anyMatch(
                row ->
                    row.startsWith(alert.name())
                        && row.contains(alert.model())
                        && row.contains(alert.segment())
                        && row.contains("firing"));
      }
      assertThat(browser.find(".state").getText()).isEqualTo("intact");
      assertThat(browser.all("h2"))
          .extracting(WebElement::getText)
          .containsExactly(
              "Goal",
              "Data review",
              "Model analysis",
              "Test and evaluation",
              "Remediation",
              "Monitoring");
    }
  }

  @Test
  void theCopyOfTheAuditVerifiesAndProvesWithoutKafka() throws Exception {
    Path copy = dir.resolve("audit");
    assertThat(CommandLineRun.of("audit", "verify", "--dir", copy.toString()).exitCode()).isZero();
    Path proof = dir.resolve("proof.json");
    CommandLineRun proved =
        CommandLineRun.of(
            "audit", "prove", leaked(), "--dir", copy.toString(), "--out", proof.toString());
    assertThat(proved.exitCode()).isZero();
    assertThat(Json.TEXT.readTree(Files.readString(proof)).get("proofs")).hasSizeGreaterThan(1);

    Path tampered = Files.createDirectory(dir.resolve("tampered"));
    for (String file :
        List.of("audit-0.checkpoints", "audit-1.checkpoints", "audit-0.jsonl", "key.pub")) {
      Files.copy(copy.resolve(file), tampered.resolve(file));
    }
    List<String> entries = Files.readAllLines(copy.resolve("audit-1.jsonl"));
    entries.remove(7);
    Files.write(tampered.resolve("audit-1.jsonl"), entries);
    CommandLineRun verified = CommandLineRun.of("audit", "verify", "--dir", tampered.toString());
    assertThat(verified.exitCode()).isEqualTo(1);
    assertThat(verified.out()).contains("audit-1, entry 7: 1 missing before entry 8");
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
