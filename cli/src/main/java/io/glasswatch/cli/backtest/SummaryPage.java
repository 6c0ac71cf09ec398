package io.glasswatch.cli.backtest;

import io.glasswatch.cli.backtest.Timeline.Point;
import io.glasswatch.contract.Alert;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The summary as one HTML page that stands alone: tables, and curves over time as SVG. */
final class SummaryPage {

  private static final int POINTS = 120;
  private static final int MOST_MODELS = 6;
  private static final List<String> COLOURS =
      List.of("#1f77b4", "#d62728", "#2ca02c", "#9467bd", "#8c564b", "#7f7f7f");
  private static final int WIDTH = 860;
  private static final int HEIGHT = 120;
  private static final String HEAD =
      """
      <!doctype html>
      <html lang="en"><head><meta charset="utf-8"><title>Glasswatch backtest</title>
      <style>
      body { font: 15px/1.5 system-ui, sans-serif; max-width: 900px; margin: 2em auto; color: #222 }
      table { border-collapse: collapse; margin: 1em 0 }
      td, th { border-bottom: 1px solid #ddd; padding: .2em .9em .2em 0; text-align: left }
      td.n { text-align: right; font-variant-numeric: tabular-nums }
      h2 { margin-top: 1.6em } h3 { margin: 1em 0 .1em; font-size: 1em }
      svg { background: #fafafa; border: 1px solid #eee } svg text { font-size: 11px; fill: #555 }
      </style></head><body>
      """;

  private final StringBuilder page = new StringBuilder(HEAD);

  private SummaryPage() {}

  /**
   * Returns the page.
   *
   * @param summary the content of {@code summary.json}
   * @param comparison how another configuration judged the same log
   */
  static String of(
      Tally tally, Map<String, Object> summary, Optional<Map<String, Object>> comparison) {
    SummaryPage page = new SummaryPage();
    page.line(
        "<h1>Backtest</h1><p>%s to %s</p>", summary.get("first_time"), summary.get("last_time"));
    page.table("Counts", (Map<?, ?>) summary.get("counts"));
    page.table("Rejected, by reason", (Map<?, ?>) summary.get("rejected"));
    page.table("Findings, by category and severity", (Map<?, ?>) summary.get("findings"));
    page.table("Findings, by rule", (Map<?, ?>) summary.get("rules_matched"));
    page.table("Transitions of alerts", (Map<?, ?>) summary.get("alerts"));
    comparison.ifPresent(other -> page.table("Compared with " + other.get("with"), other));
    page.fired(tally.fired());
    page.curves(tally);
    return page.page.append("</body></html>\n").toString();
  }

  private void table(String title, Map<?, ?> rows) {
    if (rows.isEmpty()) {
      return;
    }
    line("<h2>%s</h2><table>", title);
    rows.forEach((key, value) -> line("<tr><td>%s</td><td class=\"n\">%s</td></tr>", key, value));
    page.append("</table>\n");
  }

  private void fired(List<Alert> alerts) {
    if (alerts.isEmpty()) {
      return;
    }
    page.append("<h2>Alerts that fired</h2><table><tr><th>when</th><th>alert</th><th>model</th>");
    page.append("<th>segment</th><th>signal</th><th>severity</th><th>value</th></tr>\n");
    for (Alert a : alerts) {
      line(
          "<tr><td>%s</td><td>%s</td><td>%s</td><td>%s</td><td>%s</td><td>%s</td>"
              + "<td class=\"n\">%s</td></tr>",
          a.changedAt(),
          a.name(),
          a.model(),
          a.segment(),
          a.signal(),
          a.severity().id(),
          number(a.value()));
    }
    page.append("</table>\n");
  }

  private void curves(Tally tally) {
    Timeline timeline = tally.timeline();
    page.append("<h2>Over time</h2>\n");
    curve("interactions", timeline.interactions(POINTS), timeline, List.of());
    curve("share flagged", timeline.flagged(POINTS), timeline, List.of());
    for (String signal : timeline.signals()) {
      List<Instant> alerts =
          tally.fired().stream()
              .filter(a -> a.signal().equals(signal))
              .map(Alert::changedAt)
              .toList();
      curve("mean " + signal, timeline.mean(signal, POINTS), timeline, alerts);
    }
  }

  /** One plot: a curve a model, and an upright line where an alert about it fired. */
  private void curve(
      String title, Map<String, List<Point>> curves, Timeline timeline, List<Instant> alerts) {
    List<Point> all = curves.values().stream().flatMap(List::stream).toList();
    if (all.isEmpty()) {
      return;
    }
    double low = Math.min(0, all.stream().mapToDouble(Point::value).min().orElse(0));
    double high = all.stream().mapToDouble(Point::value).max().orElse(1);
    double range = high > low ? high - low : 1;
    long first = timeline.first().toEpochMilli();
    double length = Math.max(1, timeline.last().toEpochMilli() - first);
    line("<h3>%s</h3>", title);
    line("<svg width=\"%d\" height=\"%d\" role=\"img\">", WIDTH, HEIGHT);
    int model = 0;
    for (Map.Entry<String, List<Point>> curve : new ArrayList<>(curves.entrySet())) {
      if (model == MOST_MODELS) {
        break;
      }
      StringBuilder points = new StringBuilder();
      for (Point p : curve.getValue()) {
        points.append(
            "%.1f,%.1f "
                .formatted(
                    x((p.at() - first) / length), HEIGHT - 10 - 90 * (p.value() - low) / range));
      }
      String colour = COLOURS.get(model);
      line("<polyline fill=\"none\" stroke=\"%s\" points=\"%s\"/>", colour, points.toString());
      line(
          "<text x=\"%d\" y=\"%d\" style=\"fill:%s\">%s</text>",
          WIDTH - 150, 14 + 14 * model, colour, curve.getKey());
      model++;
    }
    for (Instant alert : alerts) {
      double x = x((alert.toEpochMilli() - first) / length);
      line(
          "<line x1=\"%s\" x2=\"%s\" y1=\"0\" y2=\"120\" stroke=\"#d62728\"/>", fixed(x), fixed(x));
    }
    line(
        "<text x=\"4\" y=\"14\">%s</text><text x=\"4\" y=\"116\">%s</text></svg>",
        number(high), number(low));
  }

  private static double x(double share) {
    return 40 + (WIDTH - 200) * Math.max(0, Math.min(1, share));
  }

  private static String fixed(double value) {
    return String.format(Locale.ROOT, "%.1f", value);
  }

  private static String number(double value) {
    return String.format(Locale.ROOT, "%.4g", value);
  }

  /** Appends {@code format} with everything that is put into it escaped. */
  private void line(String format, Object... values) {
    Object[] escaped = new Object[values.length];
    for (int i = 0; i < values.length; i++) {
      escaped[i] = values[i] instanceof Integer ? values[i] : escaped(String.valueOf(values[i]));
    }
    page.append(String.format(Locale.ROOT, format, escaped)).append('\n');
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;")
        .replace("'", "&#39;");
  }
}
