package io.glasswatch.benchmarks.harness;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a bench has to say.
 *
 * @param markdown for people
 * @param fields for programs, by name
 * @param tooNoisy what cannot be trusted, one line each
 */
public record Report(String markdown, Map<String, Object> fields, List<String> tooNoisy) {

  public Report {
    fields = new LinkedHashMap<>(fields);
    tooNoisy = List.copyOf(tooNoisy);
  }

  /** Returns a report of a table that stands for itself. */
  public static Report of(String markdown) {
    return new Report(markdown, Map.of(), List.of());
  }

  /** Returns a report of comparisons, with {@code figures} drawn from them on top. */
  public static Report of(List<Comparison> comparisons, Map<String, Object> figures) {
    StringBuilder markdown = new StringBuilder();
    List<Object> all = new ArrayList<>();
    List<String> noisy = new ArrayList<>();
    for (Comparison comparison : comparisons) {
      markdown.append(comparison.markdown()).append('\n');
      all.add(comparison.fields());
      noisy.addAll(comparison.tooNoisy());
    }
    Map<String, Object> fields = new LinkedHashMap<>(figures);
    fields.put("comparisons", all);
    return new Report(markdown.toString(), fields, noisy);
  }
}
