package io.glasswatch.stream.serve.page;

import com.samskivert.mustache.Template;
import io.glasswatch.contract.Alert;
import io.glasswatch.contract.Severity;
import io.glasswatch.stream.serve.CaseLine;
import io.glasswatch.stream.serve.CaseQuery;
import io.glasswatch.stream.serve.fleet.Gathered;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/** The first page: what fires, and the newest cases with a form to narrow them. */
public final class CaseListPage {

  private static final Template TEMPLATE = Html.template("cases.mustache");

  private record View(
      String missing,
      String firing,
      boolean calm,
      Form form,
      int count,
      boolean cut,
      boolean none,
      List<Row> rows) {}

  private record Form(
      String id,
      String model,
      String segment,
      String category,
      String rule,
      String from,
      String to,
      List<Choice> severities) {}

  private record Choice(String value, String label, boolean chosen) {}

  private record Row(
      String link,
      String id,
      String time,
      String severity,
      String model,
      String categories,
      String rules,
      String segments,
      String outcome) {}

  private CaseListPage() {}

  /** Returns the page for {@code lines}, which are what {@code query} asked for. */
  public static String render(
      CaseQuery query, Gathered<List<CaseLine>> found, Gathered<List<Alert>> alerts) {
    List<CaseLine> lines = found.value();
    long firing = alerts.value().stream().filter(a -> a.state() == Alert.State.FIRING).count();
    return Html.served(
        "Cases",
        TEMPLATE.execute(
            new View(
                found.missing(),
                firing == 1 ? "1 alert fires" : firing + " alerts fire",
                firing == 0,
                form(query),
                lines.size(),
                lines.size() == query.limit(),
                lines.isEmpty(),
                lines.stream().map(CaseListPage::row).toList())));
  }

  private static Form form(CaseQuery query) {
    return new Form(
        query.id().orElse(""),
        query.model().orElse(""),
        query.segment().orElse(""),
        query.category().orElse(""),
        query.rule().orElse(""),
        query.from().map(Object::toString).orElse(""),
        query.to().map(Object::toString).orElse(""),
        severities(query));
  }

  private static List<Choice> severities(CaseQuery query) {
    Stream<Choice> levels =
        Arrays.stream(Severity.values())
            .map(
                s ->
                    new Choice(
                        s.id(),
                        s == Severity.CRITICAL ? s.id() : s.id() + " or worse",
                        query.severity().filter(s::equals).isPresent()));
    return Stream.concat(Stream.of(new Choice("", "any", query.severity().isEmpty())), levels)
        .toList();
  }

  private static Row row(CaseLine line) {
    return new Row(
        "/cases/" + Words.inPath(line.id()),
        line.id(),
        Words.timeInTable(line.time()),
        line.severity().map(Severity::id).orElse("none"),
        line.model(),
        String.join(", ", line.categories()),
        String.join(", ", line.rules()),
        Words.segments(line.segments()),
        line.outcome().id());
  }
}
