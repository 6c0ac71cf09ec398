package io.glasswatch.stream.audit.report;

import io.glasswatch.contract.Sample;
import io.glasswatch.stream.audit.entry.Fact;
import io.glasswatch.stream.audit.report.AuditReport.Estimated;
import io.glasswatch.stream.audit.report.AuditReport.Quality;
import io.glasswatch.stream.audit.report.AuditReport.Sampling;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** The last answer to each interaction that was to be explained, and what they say together. */
final class Explained {

  private final Map<String, Fact.Answered> answers = new LinkedHashMap<>();

  private record Key(String model, String category) {}

  void add(Fact.Answered answer) {
    Fact.Answered before = answers.get(answer.id());
    if (before == null || !has(before) || has(answer)) {
      answers.put(answer.id(), answer);
    }
  }

  long flagged() {
    return answers.values().stream().filter(a -> a.flagged() && has(a)).count();
  }

  long sampled() {
    return answers.values().stream().filter(a -> !a.flagged() && has(a)).count();
  }

  Iterable<Fact.Answered> all() {
    return answers.values();
  }

  /** Returns how many have no explanation, by reason. */
  SortedMap<String, Long> unexplained() {
    SortedMap<String, Long> reasons = new TreeMap<>();
    answers.values().stream()
        .filter(a -> !has(a))
        .forEach(a -> reasons.merge(a.outcome(), 1L, Long::sum));
    return reasons;
  }

  /** Returns what the explainer's scores say of all traffic, by model and category. */
  List<Estimated> estimates(List<Sampling> samplings) {
    Map<Key, Estimate.Total> totals = new LinkedHashMap<>();
    Map<String, Sampling> byModel = new TreeMap<>();
    samplings.forEach(s -> byModel.put(s.model(), s));
    for (Fact.Answered answer : answers.values()) {
      for (Fact.Scored score : answer.scores()) {
        Estimate.Total total =
            totals.computeIfAbsent(
                new Key(answer.model(), score.category()), k -> new Estimate.Total());
        if (score.score() >= score.threshold()) {
          total.add(answer.sample().probability());
        }
      }
    }
    List<Estimated> estimates = new ArrayList<>();
    totals.forEach(
        (key, total) -> {
          Sampling sampling = byModel.get(key.model());
          if (sampling != null) {
            estimates.add(
                new Estimated(
                    key.model(),
                    key.category(),
                    total.estimate(sampling.interactions(), meanWeight(key.model()))));
          }
        });
    return estimates;
  }

  /** Returns the mean of 1 / p over those of {@code model} that were drawn by chance. */
  private double meanWeight(String model) {
    return answers.values().stream()
        .filter(a -> a.model().equals(model) && a.sample().reason() == Sample.Reason.SAMPLED)
        .mapToDouble(a -> 1 / a.sample().probability())
        .average()
        .orElse(0);
  }

  /** Returns how each measure of each method was distributed. */
  List<Quality> quality() {
    SortedMap<String, SortedMap<String, List<Double>>> values = new TreeMap<>();
    for (Fact.Answered answer : answers.values()) {
      for (Fact.Method method : answer.methods()) {
        method
            .quality()
            .forEach(
                (measure, value) ->
                    values
                        .computeIfAbsent(method.method(), m -> new TreeMap<>())
                        .computeIfAbsent(measure, m -> new ArrayList<>())
                        .add(value));
      }
    }
    List<Quality> all = new ArrayList<>();
    values.forEach(
        (method, measures) ->
            measures.forEach((measure, list) -> all.add(quality(method, measure, list))));
    return all;
  }

  private static Quality quality(String method, String measure, List<Double> values) {
    List<Double> sorted = values.stream().sorted().toList();
    return new Quality(method, measure, sorted.size(), at(sorted, 0.5), at(sorted, 0.9));
  }

  private static double at(List<Double> sorted, double share) {
    return sorted.get((int) Math.min(sorted.size() - 1, Math.floor(share * sorted.size())));
  }

  private static boolean has(Fact.Answered answer) {
    return answer.outcome().equals(Fact.Answered.EXPLAINED);
  }
}
