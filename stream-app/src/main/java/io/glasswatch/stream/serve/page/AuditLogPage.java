package io.glasswatch.stream.serve.page;

import com.samskivert.mustache.Template;
import io.glasswatch.stream.serve.AuditLine;
import io.glasswatch.stream.serve.fleet.Gathered;
import java.util.Comparator;
import java.util.List;

/** How far the audit log is signed, and how to check it without trusting this page. */
public final class AuditLogPage {

  private static final Template TEMPLATE = Html.template("audit-log.mustache");

  private record View(
      String missing, boolean none, String entries, boolean broken, List<Row> rows) {}

  private record Row(
      int partition, String state, String entries, String signed, String open, String signedAt) {}

  private AuditLogPage() {}

  /** Returns the page. */
  public static String render(Gathered<List<AuditLine>> lines) {
    List<Row> rows =
        lines.value().stream()
            .sorted(Comparator.comparingInt(AuditLine::partition))
            .map(AuditLogPage::row)
            .toList();
    long entries = lines.value().stream().mapToLong(AuditLine::entries).sum();
    return Html.served(
        "Audit",
        TEMPLATE.execute(
            new View(
                lines.missing(),
                rows.isEmpty(),
                Words.number((double) entries),
                lines.value().stream().anyMatch(AuditLine::broken),
                rows)));
  }

  private static Row row(AuditLine line) {
    return new Row(
        line.partition(),
        line.broken() ? "broken" : line.signedAt().isPresent() ? "signed" : "waiting",
        Words.number((double) line.entries()),
        Words.number((double) line.signed()),
        Words.number((double) (line.entries() - line.signed())),
        line.signedAt().map(Words::timeInTable).orElse(""));
  }
}
