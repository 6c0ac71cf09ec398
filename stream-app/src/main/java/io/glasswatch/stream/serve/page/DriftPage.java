package io.glasswatch.stream.serve.page;

import com.samskivert.mustache.Template;
import io.glasswatch.stream.serve.DriftLine;
import io.glasswatch.stream.serve.fleet.Gathered;
import java.util.Comparator;
import java.util.List;

/** How every watched signal stands against its reference, the worst first. */
public final class DriftPage {

  private static final Template TEMPLATE = Html.template("drift.mustache");

  /** The bar's end, in thresholds; what lies beyond fills the bar. */
  private static final double BAR_END = 2;

  private static final Comparator<DriftLine> WORST_FIRST =
      Comparator.<DriftLine>comparingDouble(l -> -l.ratio().orElse(-1))
          .thenComparing(DriftLine::model)
          .thenComparing(DriftLine::segment)
          .thenComparing(DriftLine::signal);

  private record View(
      String missing, boolean none, String mark, long drifted, int watched, List<Row> rows) {}

  private record Row(
      String model,
      String segment,
      String signal,
      boolean judged,
      boolean over,
      String state,
      String link,
      String bar,
      String ratio,
      String score,
      String threshold,
      String records,
      String cases) {}

  private DriftPage() {}

  /** Returns the page. */
  public static String render(Gathered<List<DriftLine>> lines) {
    List<Row> rows = lines.value().stream().sorted(WORST_FIRST).map(DriftPage::row).toList();
    long drifted = rows.stream().filter(Row::over).count();
    return Html.served(
        "Drift",
        TEMPLATE.execute(
            new View(
                lines.missing(),
                rows.isEmpty(),
                Words.percent(1 / BAR_END),
                drifted,
                rows.size(),
                rows)));
  }

  private static Row row(DriftLine line) {
    boolean judged = line.ratio().isPresent();
    double ratio = line.ratio().orElse(0);
    boolean over = ratio > 1;
    return new Row(
        line.model(),
        line.segment(),
        line.signal(),
        judged,
        over,
        state(line),
        "/drift/signal?model=%s&segment=%s&signal=%s"
            .formatted(
                Words.inPath(line.model()),
                Words.inPath(line.segment()),
                Words.inPath(line.signal())),
        Words.percent(Math.min(1, ratio / BAR_END)),
        judged ? Words.times(ratio) : "",
        line.score().isPresent() ? Words.number(line.score().getAsDouble()) : "",
        line.threshold().isPresent() ? Words.number(line.threshold().getAsDouble()) : "",
        Words.number((double) line.records()),
        casesOf(line));
  }

  static String state(DriftLine line) {
    return line.ratio().isEmpty()
        ? "undecided"
        : line.ratio().getAsDouble() > 1 ? "drifted" : "stable";
  }

  static String casesOf(DriftLine line) {
    String segment = line.segment().contains("=") ? "&segment=" + Words.inPath(line.segment()) : "";
    return "/?model=" + Words.inPath(line.model()) + segment;
  }
}
