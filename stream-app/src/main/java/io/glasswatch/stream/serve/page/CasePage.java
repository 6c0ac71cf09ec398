package io.glasswatch.stream.serve.page;

import com.samskivert.mustache.Template;
import io.glasswatch.contract.Alert;
import io.glasswatch.contract.Case;
import io.glasswatch.contract.Explanation;
import io.glasswatch.contract.Finding;
import io.glasswatch.contract.Review;
import io.glasswatch.contract.Score;
import io.glasswatch.contract.Severity;
import io.glasswatch.contract.Span;
import io.glasswatch.stream.serve.CaseLine;
import io.glasswatch.stream.serve.NearCase;
import io.glasswatch.stream.serve.fleet.Gathered;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;

/** The page of one case: what was said, what was found in it, and which words drove the scores. */
public final class CasePage {

  private static final Template TEMPLATE = Html.template("case.mustache");
  private static final Template ATTENTION = Html.template("attention.mustache");

  /** A longer conversation is seen in the list of cases. */
  private static final int MOST_TURNS = 20;

  /** Everything the template names. */
  private record View(
      String id,
      String severity,
      String outcome,
      String summary,
      String unexplained,
      boolean pending,
      List<Pane> panes,
      boolean hasAttributions,
      String attention,
      List<FindingRow> findings,
      List<ScoreRow> scores,
      List<ReviewForm> review,
      List<AlertRow> alerts,
      List<Beside> beside,
      List<CaseFacts.Group> facts) {}

  /**
   * What the web server knows beside the case itself.
   *
   * @param alerts those that name this case
   * @param conversation the newest cases of its conversation, itself among them
   * @param near other cases whose text is nearly the same, the nearest first
   */
  public record Known(
      Optional<Review> review,
      List<Alert> alerts,
      List<CaseLine> conversation,
      Gathered<List<NearCase>> near) {}

  /** The other cases that the page leads to. */
  private record Beside(boolean alone, List<Turn> turns, NearRows near) {

    static Beside of(Case item, List<CaseLine> conversation, NearRows near) {
      String id = item.interaction().id();
      List<Turn> turns =
          conversation.stream().limit(MOST_TURNS).map(line -> Turn.of(line, id)).toList();
      return new Beside(turns.size() < 2, turns, near);
    }
  }

  /** Another case of the conversation, or the case itself. */
  private record Turn(
      String link, boolean here, String id, String time, String severity, String categories) {

    static Turn of(CaseLine line, String shown) {
      return new Turn(
          path(line.id()),
          line.id().equals(shown),
          line.id(),
          Words.time(line.time()),
          line.severity().map(Severity::id).orElse("none"),
          String.join(", ", line.categories()));
    }
  }

  private record FindingRow(
      int number, String rule, String category, String severity, String where, String score) {}

  private record ScoreRow(
      String category, String score, String threshold, String bar, String mark, boolean over) {}

  private record AlertRow(
      String name, String anchor, String state, String severity, String changed) {}

  private record ReviewForm(
      String action,
      boolean reviewed,
      String judgement,
      String by,
      String at,
      String note,
      boolean right,
      boolean wrong) {

    static ReviewForm of(String id, Optional<Review> review) {
      boolean right =
          review.filter(r -> r.judgement() == Review.Judgement.TRUE_POSITIVE).isPresent();
      return new ReviewForm(
          "/reviews/" + Words.inPath(id),
          review.isPresent(),
          review.map(r -> r.judgement().id().replace('_', ' ')).orElse(""),
          review.map(Review::by).orElse(""),
          review.map(r -> Words.time(r.at())).orElse(""),
          review.map(Review::note).orElse(""),
          right,
          review.isPresent() && !right);
    }
  }

  private CasePage() {}

  /** Returns the page as a file that stands alone. */
  public static String render(Case item) {
    return Html.alone("Case " + item.interaction().id(), body(item));
  }

  /**
   * Returns the page as the web server shows it.
   *
   * @param head whose attention it shows, where attention was kept
   */
  public static String page(Case item, Known known, HeadChoice head) {
    String id = item.interaction().id();
    return Html.served(
        "Case " + id,
        body(
            item,
            AttentionPane.of(item, head).map(ATTENTION::execute).orElse(""),
            Optional.of(ReviewForm.of(id, known.review())),
            known.alerts(),
            List.of(Beside.of(item, known.conversation(), NearRows.of(known.near())))));
  }

  /** Returns where the web server shows the case of that interaction. */
  public static String path(String id) {
    return "/cases/" + Words.inPath(id);
  }

  /** Returns the body of the page for a file, which knows nothing but the case. */
  static String body(Case item) {
    return body(item, "", Optional.empty(), List.of(), List.of());
  }

  private static String body(
      Case item,
      String attention,
      Optional<ReviewForm> review,
      List<Alert> alerts,
      List<Beside> beside) {
    List<Pane> panes = Pane.of(item);
    Optional<Explanation> explanation = item.explanation();
    return TEMPLATE.execute(
        new View(
            item.interaction().id(),
            CaseLine.of(item).severity().map(Severity::id).orElse("none"),
            CaseLine.Outcome.of(item).id(),
            summary(item),
            explanation.map(CasePage::reason).orElse(""),
            explanation.isEmpty(),
            panes,
            panes.size() > 1,
            attention,
            IntStream.range(0, item.findings().size())
                .mapToObj(i -> row(i + 1, item.findings().get(i)))
                .toList(),
            explanation.map(CasePage::scores).orElse(List.of()),
            review.stream().toList(),
            alerts.stream().map(CasePage::row).toList(),
            beside,
            CaseFacts.of(item)));
  }

  private static String summary(Case item) {
    int findings = item.findings().size();
    String found =
        switch (findings) {
          case 0 -> "Nothing was found";
          case 1 -> "One finding";
          default -> findings + " findings";
        };
    return "%s in an answer of %s, %s."
        .formatted(
            found, item.interaction().model().label(), Words.time(item.interaction().time()));
  }

  private static String reason(Explanation explanation) {
    return explanation instanceof Explanation.Unexplained u
        ? u.detail().isEmpty() ? u.reason() : u.reason() + ": " + u.detail()
        : "";
  }

  private static FindingRow row(int number, Finding finding) {
    return new FindingRow(
        number,
        finding.rule(),
        finding.category(),
        finding.severity().id(),
        finding.span().map(CasePage::place).orElse("whole conversation"),
        Words.probability(finding.score()));
  }

  static String place(Span span) {
    return "%s %d, %d–%d"
        .formatted(span.where().id(), span.message() + 1, span.start(), span.end());
  }

  private static List<ScoreRow> scores(Explanation explanation) {
    if (!(explanation instanceof Explanation.Explained e)) {
      return List.of();
    }
    return e.scores().stream()
        .sorted(Comparator.comparingDouble(Score::score).reversed())
        .map(CasePage::row)
        .toList();
  }

  private static ScoreRow row(Score score) {
    return new ScoreRow(
        score.category(),
        Words.probability(score.score()),
        Words.probability(score.threshold()),
        Words.percent(score.score()),
        Words.percent(score.threshold()),
        score.score() >= score.threshold());
  }

  private static AlertRow row(Alert alert) {
    return new AlertRow(
        alert.name(),
        alert.name().toLowerCase(Locale.ROOT),
        alert.state().id(),
        alert.severity().id(),
        Words.time(alert.changedAt()));
  }
}
