package io.glasswatch.cli.backtest;

import io.glasswatch.contract.Case;
import io.glasswatch.contract.Explanation.Explained;
import io.glasswatch.contract.Finding;
import io.glasswatch.contract.Severity;
import io.glasswatch.contract.Span;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * One interaction of the log with all that was said of it, ready to be written.
 *
 * @param item the interaction, its findings and the answer
 */
record Judged(Case item) {

  private static final String SCORE = "_score";

  String id() {
    return item.interaction().id();
  }

  boolean flagged() {
    return item.findings().stream().anyMatch(f -> f.severity().atLeast(Severity.WARNING));
  }

  /**
   * Returns how strongly each category was seen, also below its threshold: the signal {@code
   * <category>_score}, or without one the higher of the safety model's score and the findings'.
   */
  Map<String, Double> scores() {
    Map<String, Double> scores = new TreeMap<>();
    if (item.explanation().orElse(null) instanceof Explained explained) {
      explained.scores().forEach(s -> scores.merge(s.category(), s.score(), Math::max));
    }
    item.findings().forEach(f -> scores.merge(f.category(), f.score(), Math::max));
    signals()
        .forEach(
            (id, value) -> {
              if (id.endsWith(SCORE)) {
                scores.put(id.substring(0, id.length() - SCORE.length()), value);
              }
            });
    return scores;
  }

  Map<String, Double> signals() {
    return new TreeMap<>(item.assessment().signals());
  }

  /** Returns the line of {@code assessments.jsonl}. */
  Map<String, Object> assessment() {
    Map<String, Object> line = new LinkedHashMap<>();
    line.put("id", id());
    line.put("model", item.interaction().model().label());
    line.put("time", item.interaction().time());
    line.put("signals", signals());
    line.put("scores", scores());
    line.put("findings", item.findings().stream().map(Judged::line).toList());
    return line;
  }

  /** Returns the lines of {@code findings.jsonl}. */
  List<Map<String, Object>> findings() {
    List<Map<String, Object>> lines = new ArrayList<>();
    for (Finding finding : item.findings()) {
      Map<String, Object> line = new LinkedHashMap<>();
      line.put("interaction", id());
      line.putAll(line(finding));
      lines.add(line);
    }
    return lines;
  }

  private static Map<String, Object> line(Finding finding) {
    Map<String, Object> line = new LinkedHashMap<>();
    line.put("rule", finding.rule());
    line.put("category", finding.category());
    line.put("severity", finding.severity());
    if (finding.span().isPresent()) {
      Span span = finding.span().get();
      line.put("where", span.where());
      line.put("message", span.message());
      line.put("start", span.start());
      line.put("end", span.end());
    }
    line.put("score", finding.score());
    return line;
  }
}
