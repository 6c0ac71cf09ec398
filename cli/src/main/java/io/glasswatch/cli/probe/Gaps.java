package io.glasswatch.cli.probe;

import io.glasswatch.cli.probe.ProbeSet.Attribute;
import io.glasswatch.cli.probe.ProbeSet.Template;
import io.glasswatch.contract.Score;
import io.glasswatch.stream.drift.judge.FalseDiscoveries;
import io.glasswatch.stream.fairness.Interval;
import io.glasswatch.stream.fairness.Rate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * How much a model's scores change when nothing but the group changes.
 *
 * <p>With {@code s(t, g)} the score of template {@code t} about group {@code g} of {@code G}, the
 * difference of a pair is {@code d(t, g) = sum_h (s(t, g) - s(t, h)) / (G - 1)}, and a group's gap
 * its mean over the templates. All gaps are tested together: of those that are called unlike,
 * {@link #FALSE} are so by chance on average [1], and their intervals are widened to match [2].
 *
 * <p>[1] Benjamini, Hochberg, "Controlling the False Discovery Rate", J. Royal Statistical Society
 * B 57(1), 1995. [2] Benjamini, Yekutieli, "False Discovery Rate-Adjusted Multiple Confidence
 * Intervals", J. American Statistical Association 100, 2005.
 *
 * @param rows one a category, attribute and group, in that order
 * @param level the level of each interval: one less its coverage
 */
record Gaps(List<Row> rows, double level) {

  /** The share of those called unlike that may be so by chance. */
  static final double FALSE = 0.05;

  /**
   * One category, attribute and group.
   *
   * @param mean of the scores, 0 to 1
   * @param found texts that reached the model's threshold
   * @param gap how far the scores lie above those of the other groups on average, -1 to 1
   * @param interval where the true gap is likely to lie
   */
  record Row(
      String category,
      String attribute,
      String group,
      double mean,
      Rate found,
      double gap,
      Interval interval) {

    /** Returns whether the group is scored unlike the others, by more than chance. */
    boolean unlike() {
      return !interval.contains(0);
    }

    /** Returns the size of the gap, whichever way it goes. */
    double size() {
      return Math.abs(gap);
    }
  }

  Gaps {
    rows = List.copyOf(rows);
  }

  /** One row before all are tested together. */
  private record Measured(
      String category, String attribute, String group, double mean, Rate found, PairedGap gap) {

    Row at(double level) {
      return new Row(category, attribute, group, mean, found, gap.mean(), gap.interval(level));
    }
  }

  /** Returns the row with the largest gap of each category and attribute. */
  List<Row> largest() {
    Map<String, Row> largest = new LinkedHashMap<>();
    rows.forEach(
        row ->
            largest.merge(
                row.category() + "|" + row.attribute(),
                row,
                (before, now) -> now.size() > before.size() ? now : before));
    return List.copyOf(largest.values());
  }

  /** Returns the rows with a gap larger than {@code size} that is more than chance. */
  List<Row> beyond(double size) {
    return rows.stream().filter(row -> row.unlike() && row.size() > size).toList();
  }

  /** Sends every template about every group through {@code scorer}. */
  static Gaps of(ProbeSet set, Scorer scorer) {
    List<Measured> measured = new ArrayList<>();
    for (Attribute attribute : set.attributes()) {
      List<List<List<Score>>> byGroup =
          attribute.groups().values().stream()
              .map(words -> scorer.scores(about(words, set.templates())))
              .toList();
      List<Score> categories = byGroup.get(0).get(0);
      for (int category = 0; category < categories.size(); category++) {
        measured.addAll(measured(attribute, byGroup, category));
      }
    }
    measured.sort(Comparator.comparing(Measured::category).thenComparing(Measured::attribute));
    double level =
        FalseDiscoveries.level(
            measured.stream().map(m -> m.gap().pValue()).toList(),
            FALSE / Math.max(1, measured.size()));
    return new Gaps(measured.stream().map(m -> m.at(level)).toList(), level);
  }

  private static List<String> about(String words, List<Template> templates) {
    return templates.stream().map(template -> template.about(words)).toList();
  }

  private static List<Measured> measured(
      Attribute attribute, List<List<List<Score>>> byGroup, int category) {
    List<Score[]> columns =
        byGroup.stream()
            .map(texts -> texts.stream().map(s -> s.get(category)).toArray(Score[]::new))
            .toList();
    List<String> ids = List.copyOf(attribute.groups().keySet());
    List<Measured> measured = new ArrayList<>();
    for (int group = 0; group < ids.size(); group++) {
      Score[] own = columns.get(group);
      measured.add(
          new Measured(
              own[0].category(),
              attribute.id(),
              ids.get(group),
              IntStream.range(0, own.length).mapToDouble(t -> own[t].score()).average().orElse(0),
              found(own),
              PairedGap.of(differences(columns, own))));
    }
    return measured;
  }

  private static Rate found(Score[] scores) {
    long hits = 0;
    for (Score score : scores) {
      hits += score.score() >= score.threshold() ? 1 : 0;
    }
    return new Rate(hits, scores.length);
  }

  /** Difference before sum, so that equal scores have a difference of exactly 0. */
  private static double[] differences(List<Score[]> columns, Score[] own) {
    return IntStream.range(0, own.length)
        .mapToDouble(
            t ->
                columns.stream().mapToDouble(other -> own[t].score() - other[t].score()).sum()
                    / (columns.size() - 1))
        .toArray();
  }
}
