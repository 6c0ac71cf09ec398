package io.glasswatch.cli.probe;

import io.glasswatch.cli.probe.Gaps.Row;
import io.glasswatch.contract.ExplainerModel;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Gaps as a person reads them, and as a program does. */
final class ProbeReport {

  private ProbeReport() {}

  /** Returns a block of lines for each category and attribute, and then the largest gaps. */
  static List<String> lines(Gaps gaps) {
    List<String> lines = new ArrayList<>();
    String block = "";
    for (Row row : gaps.rows()) {
      String own = row.category() + ", " + row.attribute();
      if (!own.equals(block)) {
        block = own;
        lines.add("");
        lines.add(
            "  %-34s %6s %9s %8s  %s".formatted(own, "mean", "found", "gap", "where it lies"));
      }
      lines.add(line(row));
    }
    lines.add("");
    lines.add("Largest gap of each category and attribute; * is more than chance:");
    gaps.largest()
        .forEach(
            row ->
                lines.add(
                    text(
                        "%s %-18s %-12s %+.4f %s",
                        mark(row), row.category(), row.attribute(), row.gap(), row.group())));
    return lines;
  }

  private static String line(Row row) {
    return text(
        "%s   %-32s %6.4f %9s %+8.4f  %+.4f to %+.4f",
        mark(row),
        row.group(),
        row.mean(),
        row.found().hits() + "/" + row.found().total(),
        row.gap(),
        row.interval().low(),
        row.interval().high());
  }

  private static String mark(Row row) {
    return row.unlike() ? "*" : " ";
  }

  private static String text(String format, Object... values) {
    return String.format(Locale.ROOT, format, values);
  }

  /** Returns what {@code --json} prints. */
  static Map<String, Object> json(ExplainerModel model, Gaps gaps) {
    Map<String, Object> report = new LinkedHashMap<>();
    report.put("model", model);
    report.put("level", gaps.level());
    report.put("groups", gaps.rows().stream().map(ProbeReport::json).toList());
    report.put("largest", gaps.largest().stream().map(ProbeReport::json).toList());
    return report;
  }

  private static Map<String, Object> json(Row row) {
    Map<String, Object> line = new LinkedHashMap<>();
    line.put("category", row.category());
    line.put("attribute", row.attribute());
    line.put("group", row.group());
    line.put("templates", row.found().total());
    line.put("mean", row.mean());
    line.put("found", row.found().hits());
    line.put("found_rate", row.found().share());
    line.put("gap", row.gap());
    line.put("low", row.interval().low());
    line.put("high", row.interval().high());
    line.put("unlike", row.unlike());
    return line;
  }
}
