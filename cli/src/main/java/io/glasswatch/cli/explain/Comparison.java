package io.glasswatch.cli.explain;

import io.glasswatch.cli.explain.Report.MethodReport;
import io.glasswatch.cli.explain.Report.Token;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;

/** Methods side by side, as lines for a terminal. */
final class Comparison {

  private static final int STRONGEST = 3;
  private static final String ROW = "  %-21s %9s %9s %9s %9s %9s %8s %8s  %-12s %s";

  private Comparison() {}

  static List<String> lines(Report report) {
    List<String> lines = new ArrayList<>();
    lines.add("");
    lines.add("Methods side by side, for " + report.target().orElse("nothing"));
    lines.add(
        ROW.formatted(
            "method",
            "compreh.",
            "suffic.",
            "deletion",
            "gap",
            "stability",
            "passes",
            "ms",
            "verdict",
            "strongest"));
    report.methods().forEach(method -> lines.add(line(method)));
    return lines;
  }

  private static String line(MethodReport method) {
    List<String> cells = new ArrayList<>(List.of(method.id()));
    cells.addAll(method.numbers("-"));
    cells.addAll(List.of(method.trust(), strongest(method.tokens())));
    return ROW.formatted(cells.toArray()).stripTrailing();
  }

  private static String strongest(List<Token> tokens) {
    return tokens.stream()
        .sorted(Comparator.comparingDouble((Token t) -> -t.score()))
        .limit(STRONGEST)
        .map(token -> HeatText.printable(token.text()))
        .collect(Collectors.joining(" "));
  }
}
