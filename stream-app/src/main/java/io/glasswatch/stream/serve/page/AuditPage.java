package io.glasswatch.stream.serve.page;

import com.samskivert.mustache.Template;
import io.glasswatch.stream.audit.log.LogCheck;
import io.glasswatch.stream.audit.log.Problem;
import io.glasswatch.stream.audit.report.AuditReport;
import io.glasswatch.stream.audit.report.Estimate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** An audit report as one page: nothing is loaded from elsewhere, and it prints. */
public final class AuditPage {

  private static final Template TEMPLATE = Html.template("audit.mustache");

  /** A table of text, so that one template fits all; the first column names the row. */
  private record Table(
      String title, String note, boolean none, String empty, List<String> heads, List<Row> rows) {}

  private record Row(String name, List<String> cells) {}

  /** One step of an audit. */
  private record Step(String id, String title, String about, List<Table> tables) {}

  private record View(
      String time, boolean intact, List<String> problems, List<Step> steps, String software) {}

  private AuditPage() {}

  /** Returns {@code report} as a page. */
  public static String render(AuditReport report) {
    View view =
        new View(
            time(report),
            report.intact(),
            report.integrity().stream()
                .flatMap(result -> result.problems().stream())
                .map(Problem::line)
                .toList(),
            List.of(
                goal(report),
                dataReview(report),
                modelAnalysis(report),
                evaluation(report),
                remediation(report),
                monitoring(report)),
            software(report));
    return Html.alone("Audit report", TEMPLATE.execute(view));
  }

  private static Step goal(AuditReport report) {
    return new Step(
        "goal",
        "Goal",
        "Which models were watched in this time, and whether this log can be believed.",
        List.of(
            table(
                "Models",
                "",
                "No interaction was assessed.",
                List.of("Model", "Interactions", "Flagged", "First (UTC)", "Last (UTC)"),
                report.models().stream()
                    .map(
                        m ->
                            row(
                                m.model(),
                                count(m.interactions()),
                                count(m.flagged()),
                                Words.timeInTable(m.first()),
                                Words.timeInTable(m.last())))
                    .toList()),
            table(
                "Integrity of the log",
                "Every entry was read; the hash chain and the signed checkpoints were checked.",
                "There is no log.",
                List.of("Log", "Entries", "Under a signature", "Problems"),
                report.integrity().stream().map(AuditPage::integrity).toList())));
  }

  private static Row integrity(LogCheck.Result result) {
    return row(result.log(), count(result.size()), count(result.signed()), count(result.found()));
  }

  private static Step dataReview(AuditReport report) {
    AuditReport.Volumes v = report.volumes();
    return new Step(
        "data",
        "Data review",
        "What came in, what was looked at more closely, and whether that stands for the whole.",
        List.of(
            table(
                "Volumes",
                "",
                "",
                List.of("What", "Count"),
                List.of(
                    row("Interactions assessed", count(v.interactions())),
                    row("Records that could not be read", count(v.rejected())),
                    row("Flagged", count(v.flagged())),
                    row("Flagged and explained", count(v.explained())),
                    row("Flagged without explanation", count(v.unexplained())),
                    row("Drawn by chance and explained", count(v.sampled())))),
            table(
                "Sampling",
                "Every interaction had a recorded chance to be explained. The estimate weighs each"
                    + " that was by the inverse of that chance (Horvitz-Thompson); it should come"
                    + " near the true number.",
                "Nothing was drawn.",
                List.of("Model", "Interactions", "Drawn by chance", "Estimated", "95 % interval"),
                report.sampling().stream()
                    .map(
                        s ->
                            row(
                                s.model(),
                                count(s.interactions()),
                                count(s.drawn()),
                                Words.number(Math.rint(s.estimated().value())),
                                interval(s.estimated())))
                    .toList()),
            counts("Records that could not be read", "Reason", report.rejected(), "None.")));
  }

  private static Step modelAnalysis(AuditReport report) {
    return new Step(
        "model",
        "Model analysis",
        "How well the explanations hold, by the measures that were taken with each.",
        List.of(
            table(
                "Explanation quality",
                "Nine of ten lie at or below the last column.",
                "No measures were recorded.",
                List.of("Method", "Measure", "Taken", "Median", "90th percentile"),
                report.explanations().stream()
                    .map(
                        q ->
                            row(
                                Words.method(q.method()),
                                q.measure(),
                                count(q.count()),
                                Words.number(q.median()),
                                Words.number(q.worstTenth())))
                    .toList()),
            counts("Not explained", "Reason", report.unexplained(), "All were.")));
  }

  private static Step evaluation(AuditReport report) {
    return new Step(
        "evaluation",
        "Test and evaluation",
        "What was found, and how much of all traffic the safety model would score at or above its"
            + " thresholds.",
        List.of(
            table(
                "Findings",
                "",
                "Nothing was found.",
                List.of("Category", "Interactions", "By severity", "By rule", "Reviewed precision"),
                report.findings().stream()
                    .map(
                        f ->
                            row(
                                f.category(),
                                count(f.interactions()),
                                pairs(f.bySeverity()),
                                pairs(f.byRule()),
                                f.reviewed() == 0
                                    ? "not reviewed"
                                    : "%d of %d".formatted(f.confirmed(), f.reviewed())))
                    .toList()),
            table(
                "Estimated for all traffic",
                "Unbiased estimates from the explained; what has no explanation counts as below the"
                    + " threshold.",
                "No scores were recorded.",
                List.of("Model", "Category", "Interactions", "95 % interval", "Of"),
                report.estimates().stream()
                    .map(
                        e ->
                            row(
                                e.model(),
                                e.category(),
                                Words.number(Math.rint(e.total().value())),
                                interval(e.total()),
                                count(e.total().of())))
                    .toList())));
  }

  private static Step remediation(AuditReport report) {
    return new Step(
        "remediation",
        "Remediation",
        "What went wrong, when it was noticed and ended, and what people did.",
        List.of(
            table(
                "Incidents",
                "Times of the events themselves, UTC; how long it took until the log had it.",
                "No alert was raised.",
                List.of(
                    "Alert", "Model", "Segment", "Signal", "Severity", "Timeline", "Value", "Case"),
                report.incidents().stream().map(AuditPage::incident).toList()),
            table(
                "Operations",
                "",
                "Nobody did anything that the log would know of.",
                List.of("Action", "By", "To", "At (UTC)", "Details"),
                report.operations().stream()
                    .map(
                        o ->
                            row(
                                o.action(),
                                o.operator(),
                                o.target(),
                                Words.timeInTable(o.at()),
                                pairs(o.details())))
                    .toList())));
  }

  private static Row incident(AuditReport.Incident incident) {
    return row(
        incident.name(),
        incident.model(),
        incident.segment(),
        incident.signal(),
        incident.severity(),
        incident.timeline().stream().map(AuditPage::transition).collect(Collectors.joining("; ")),
        Words.number(incident.value()) + " / " + Words.number(incident.threshold()),
        incident.interaction().orElse("a window"));
  }

  private static String transition(AuditReport.Step step) {
    return "%s %s (+%s)"
        .formatted(
            step.state(),
            Words.timeInTable(step.at()),
            Words.seconds(
                Math.max(0, Duration.between(step.at(), step.recordedAt()).toMillis()) / 1e3));
  }

  private static Step monitoring(AuditReport report) {
    List<Row> coverage = new ArrayList<>();
    coverage.add(
        row("Longest time without an assessment", Words.seconds(report.longestSilenceSeconds())));
    coverage.add(row("Entries that could not be read", count(report.unreadable())));
    coverage.add(
        row(
            "Entries after the last signature",
            count(report.integrity().stream().mapToLong(r -> r.size() - r.signed()).sum())));
    coverage.add(row("Records that could not be read", count(report.volumes().rejected())));
    coverage.add(row("Flagged without explanation", count(report.volumes().unexplained())));
    return new Step(
        "monitoring",
        "Monitoring",
        "What decisions were made by, and what was not seen.",
        List.of(
            table(
                "Changes",
                "First sight in this time of each version of what decisions are made by.",
                "Nothing changed.",
                List.of("What", "Version or hash", "At (UTC)", "Details"),
                report.changes().stream()
                    .map(
                        c ->
                            row(c.what(), c.value(), Words.timeInTable(c.at()), pairs(c.details())))
                    .toList()),
            table("Coverage and gaps", "", "", List.of("What", "Count"), coverage)));
  }

  private static Table counts(String title, String of, Map<String, Long> counts, String empty) {
    return table(
        title,
        "",
        empty,
        List.of(of, "Count"),
        counts.entrySet().stream().map(e -> row(e.getKey(), count(e.getValue()))).toList());
  }

  private static Table table(
      String title, String note, String empty, List<String> heads, List<Row> rows) {
    return new Table(title, note, rows.isEmpty(), empty, heads, rows);
  }

  private static Row row(String name, String... cells) {
    return new Row(name, List.of(cells));
  }

  private static String count(long number) {
    return String.format(Locale.ROOT, "%,d", number);
  }

  private static String interval(Estimate estimate) {
    return "%s to %s"
        .formatted(
            Words.number(Math.floor(estimate.low())), Words.number(Math.ceil(estimate.high())));
  }

  private static String pairs(Map<String, ?> map) {
    return map.entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .map(e -> e.getKey() + " " + e.getValue())
        .collect(Collectors.joining(", "));
  }

  private static String time(AuditReport report) {
    Optional<Instant> from = report.from().or(report::firstRecorded);
    Optional<Instant> to = report.to().or(report::lastRecorded);
    return from.isPresent() && to.isPresent()
        ? "%s to %s".formatted(Words.time(from.get()), Words.time(to.get()))
        : "no entries";
  }

  private static String software(AuditReport report) {
    return report.changes().stream()
        .filter(change -> change.what().equals("software"))
        .map(AuditReport.Change::value)
        .distinct()
        .collect(Collectors.joining(", "));
  }
}
