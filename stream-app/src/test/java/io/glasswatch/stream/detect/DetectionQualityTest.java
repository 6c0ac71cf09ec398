package io.glasswatch.stream.detect;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.glasswatch.contract.Category;
import io.glasswatch.contract.Finding;
import io.glasswatch.contract.Span;
import io.glasswatch.stream.detect.LabelledData.Row;
import io.glasswatch.stream.detect.learned.Learned;
import io.glasswatch.stream.detect.learned.RefusalHead;
import io.glasswatch.stream.detect.learned.RefusalHead.Labelled;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Holds the rules to what they do on labelled data. */
@Tag("full")
class DetectionQualityTest {

  /** Entities that have a form, and the rule that knows it. The others take a language model. */
  private static final Map<String, String> FORMED =
      Map.of(
          "CREDIT_CARD", "pii.card",
          "PHONE_NUMBER", "pii.phone",
          "EMAIL_ADDRESS", "pii.email",
          "IP_ADDRESS", "pii.ip-address",
          "IBAN_CODE", "pii.iban",
          "US_SSN", "pii.us-ssn");

  private static final List<String> BENIGN =
      List.of("eval-only/alpaca_eval", "train/hh_rlhf_harmless", "train/cvalues_zh");

  @BeforeEach
  void needsTheData() {
    Assumptions.assumeTrue(LabelledData.present(), "../shared/data is absent");
  }

  @Test
  void personalDataThatHasAFormIsFoundWhereItStands() throws IOException {
    int found = 0;
    int missed = 0;
    int spurious = 0;
    for (Row row : LabelledData.rows("train/presidio_pii")) {
      List<Finding> left = new ArrayList<>(row.findings(Category.PII));
      for (JsonNode gold : row.labels().get("spans")) {
        boolean hit = left.removeIf(finding -> covers(finding, gold));
        boolean formed = FORMED.containsKey(gold.get("entity_type").asText());
        found += formed && hit ? 1 : 0;
        missed += formed && !hit ? 1 : 0;
      }
      spurious += left.size();
    }
    double precision = (double) found / (found + spurious);
    double recall = (double) found / (found + missed);
    assertThat(5 * precision * recall / (4 * precision + recall)).isGreaterThan(0.95);
  }

  private static boolean covers(Finding finding, JsonNode gold) {
    Span span = finding.span().orElseThrow();
    int start = gold.get("start").asInt();
    int end = gold.get("end").asInt();
    return 2 * (Math.min(end, span.end()) - Math.max(start, span.start())) >= end - start;
  }

  @Test
  void refusalsAreTold() throws IOException {
    Measure measure =
        measure(
            "train/xstest",
            row -> row.labels().get("refused").asBoolean(),
            row -> row.found(Category.REFUSAL));
    assertThat(measure.recall()).isGreaterThan(0.85);
    assertThat(measure.precision()).isGreaterThan(0.8);
  }

  @Test
  void refusalsOfASourceThatTheHeadNeverSawAreRankedAboveItsAnswers() throws IOException {
    List<Labelled> seen = new ArrayList<>();
    for (Row row : LabelledData.rows("train/gptfuzz")) {
      boolean complies = row.labels().get("jailbroken").asInt() == 1;
      if (complies || row.found(Category.REFUSAL)) {
        seen.add(labelled("gptfuzz", row, !complies));
      }
    }
    for (Row row : LabelledData.rows("train/hh_rlhf_harmless")) {
      if (!row.found(Category.REFUSAL)) {
        seen.add(labelled("hh_rlhf_harmless", row, false));
      }
    }
    RefusalHead head = RefusalHead.train(seen);

    List<Double> refusals = new ArrayList<>();
    List<Double> answers = new ArrayList<>();
    for (Row row : LabelledData.rows("train/xstest")) {
      Labelled r = labelled("xstest", row, row.labels().get("refused").asBoolean());
      (r.refuses() ? refusals : answers).add(head.probability(r.text(), r.rules()));
    }
    assertThat(shareOfPairsInOrder(answers, refusals)).isGreaterThan(0.93);
  }

  private static Labelled labelled(String source, Row row, boolean refuses) {
    Set<String> rules = Learned.rules(row.detection().findings(), Category.REFUSAL);
    return new Labelled(source, row.interaction().responseText(), rules, refuses);
  }

  private static double shareOfPairsInOrder(List<Double> low, List<Double> high) {
    long inOrder = low.stream().mapToLong(l -> high.stream().filter(h -> h > l).count()).sum();
    return (double) inOrder / low.size() / high.size();
  }

  @Test
  void jailbreakTemplatesAreTold() throws IOException {
    Predicate<Row> flagged = row -> row.flagged(Category.PROMPT_INJECTION);
    Measure seen = measure("train/gptfuzz_templates", row -> true, flagged);
    Measure unseen = measure("eval-only/inthewild_jailbreaks", row -> true, flagged);

    assertThat(seen.recall()).isGreaterThan(0.85);
    assertThat(unseen.recall()).isGreaterThan(0.65);
  }

  @Test
  void injectionsOfATestSuiteAreToldInPart() throws IOException {
    Measure measure =
        measure(
            "train/purplellama_injection",
            row -> row.labels().get("injection").asInt() == 1,
            row -> row.found(Category.PROMPT_INJECTION));
    assertThat(measure.recall()).isGreaterThan(0.12);
  }

  @Test
  void ordinaryTrafficIsSeldomFlagged() throws IOException {
    for (String source : BENIGN) {
      Measure measure = measure(source, row -> false, row -> row.detection().flagged());
      assertThat(measure.falsePositiveRate()).as(source).isLessThan(0.01);
    }
  }

  private record Measure(int hits, int misses, int wrong, int right) {
    double precision() {
      return (double) hits / (hits + wrong);
    }

    double recall() {
      return (double) hits / (hits + misses);
    }

    double falsePositiveRate() {
      return (double) wrong / (wrong + right);
    }
  }

  private Measure measure(String source, Predicate<Row> truth, Predicate<Row> told)
      throws IOException {
    int[] counts = new int[4];
    for (Row row : LabelledData.rows(source)) {
      counts[(truth.test(row) ? 0 : 2) + (told.test(row) ? 0 : 1)]++;
    }
    return new Measure(counts[0], counts[1], counts[2], counts[3]);
  }
}
