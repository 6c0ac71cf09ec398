package io.glasswatch.cli.quality;

import com.fasterxml.jackson.databind.JsonNode;
import io.glasswatch.cli.quality.SpanMatch.Stretch;
import io.glasswatch.contract.Category;
import io.glasswatch.contract.Finding;
import io.glasswatch.contract.Severity;
import io.glasswatch.contract.Where;
import io.glasswatch.explainer.train.LabelTable;
import io.glasswatch.explainer.train.LabelledText.Use;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * How well what was said of a log's rows agrees with their labels, source by source. A row tells
 * its {@code source} and its {@code labels}; what those mean is in {@link LabelTable}. Keeps the
 * labels of rows that nothing was said of yet, never a text.
 */
public final class QualityTable {

  /** Sources of ordinary traffic, in which nothing should be flagged. */
  private static final Set<String> ORDINARY = Set.of("alpaca_eval", "cvalues_zh");

  private record Expected(
      String source, Map<String, Boolean> categories, Optional<List<Stretch>> spans) {}

  private final Map<String, Expected> waiting = new HashMap<>();
  private final Map<String, Map<String, RankedScores>> scores = new TreeMap<>();
  private final Map<String, SpanMatch> spans = new TreeMap<>();

  /** Remembers what a record's labels say; one without labels that are known is passed over. */
  public void expect(byte[] line) {
    HeldOutPart.labelled(line).ifPresent(this::expect);
  }

  private void expect(JsonNode row) {
    String source = row.get("source").asText();
    Map<String, Boolean> categories = new TreeMap<>();
    LabelTable.texts(source, row, Use.MEASURE)
        .forEach(
            text ->
                text.labels()
                    .forEach(
                        (category, there) ->
                            categories.merge(category.id(), there, Boolean::logicalOr)));
    waiting.put(row.get("id").asText(), new Expected(source, categories, spans(row)));
  }

  private static Optional<List<Stretch>> spans(JsonNode row) {
    if (!row.get("labels").has("spans")) {
      return Optional.empty();
    }
    List<Stretch> spans = new ArrayList<>();
    for (JsonNode span : row.get("labels").get("spans")) {
      spans.add(new Stretch(span.get("start").asInt(), span.get("end").asInt()));
    }
    return Optional.of(spans);
  }

  /**
   * Compares what was said of an interaction.
   *
   * @param id the interaction
   * @param said how strongly each category was seen, 0 to 1; one that is absent was not seen
   * @param findings what was found in it
   */
  public void said(String id, Map<String, Double> said, List<Finding> findings) {
    Expected expected = waiting.remove(id);
    if (expected == null) {
      return;
    }
    Map<String, RankedScores> of = scores.computeIfAbsent(expected.source(), s -> new TreeMap<>());
    expected
        .categories()
        .forEach(
            (category, there) -> {
              boolean found = findings.stream().anyMatch(f -> f.category().equals(category));
              of.computeIfAbsent(category, c -> new RankedScores())
                  .add(said.getOrDefault(category, 0.0), there, found);
            });
    if (ORDINARY.contains(expected.source())) {
      boolean flagged = findings.stream().anyMatch(f -> f.severity().atLeast(Severity.WARNING));
      of.computeIfAbsent("flagged", c -> new RankedScores()).add(flagged ? 1 : 0, false, flagged);
    }
    expected
        .spans()
        .ifPresent(
            gold ->
                spans
                    .computeIfAbsent(expected.source(), s -> new SpanMatch())
                    .add(gold, personal(findings)));
  }

  private static List<Stretch> personal(List<Finding> findings) {
    return findings.stream()
        .filter(f -> f.category().equals(Category.PII))
        .flatMap(f -> f.span().stream())
        .filter(span -> span.where() == Where.RESPONSE)
        .map(span -> new Stretch(span.start(), span.end()))
        .toList();
  }

  /** Returns the lines of two tables, spans and whole interactions; none for what has no labels. */
  public List<String> lines() {
    List<String> lines = new ArrayList<>();
    if (!spans.isEmpty()) {
      lines.add("| source | personal data | precision | recall | F2 |");
      lines.add("|---|---|---|---|---|");
      spans.forEach(
          (source, match) ->
              match.cells().forEach(cells -> lines.add("| %s | %s |".formatted(source, cells))));
      lines.add("");
    }
    if (!scores.isEmpty()) {
      lines.add(
          "| source | category | with / without | AUROC | precision | recall | false positives |");
      lines.add("|---|---|---|---|---|---|---|");
      scores.forEach(
          (source, of) ->
              of.forEach(
                  (category, ranked) ->
                      lines.add("| %s | %s | %s |".formatted(source, category, ranked.cells()))));
    }
    return lines;
  }
}
