package io.glasswatch.explainer.train;

import io.glasswatch.explainer.model.Category;
import io.glasswatch.explainer.model.MiniLm;
import io.glasswatch.explainer.model.SafetyHead;
import io.glasswatch.explainer.model.Sha256;
import io.glasswatch.explainer.train.LabelledText.Use;
import io.glasswatch.explainer.train.Measurement.Stratum;
import io.glasswatch.explainer.train.Ranking.Estimate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * What the shipped head can and cannot do, in Markdown.
 *
 * @param head the shipped head
 * @param parts all texts, by the part of the measurement they belong to
 * @param leftOut how heads rank a source that they were trained without
 */
record ModelCard(
    SafetyHead head,
    Map<Split, List<Example>> parts,
    Map<Stratum, Map<Category, Ranking>> leftOut) {

  private static final long SEED = 11;
  private static final int ENOUGH_FOR_A_SHARE = 20;

  /** Returns the card. */
  String toMarkdown() {
    StringBuilder card = new StringBuilder(CardText.opening());
    card.append(data());
    card.append(CardText.beforeRanking());
    card.append(ranking());
    card.append(CardText.beforeThresholds());
    card.append(thresholds());
    card.append(CardText.beforeFalseAlarms());
    card.append(falseAlarms());
    card.append(CardText.closing());
    card.append(
        """

        | file | SHA-256 |
        |---|---|
        | encoder (ONNX) | `%s` |
        | head | `%s` |
        | training texts and labels | `%s` |
        """
            .formatted(Sha256.of(MiniLm.onnx()), Sha256.of(head.toFile()), head.trainedOn()));
    return card.toString();
  }

  private String data() {
    List<String> rows = new ArrayList<>();
    Map<Stratum, int[]> counts = new TreeMap<>();
    parts.forEach(
        (part, examples) ->
            examples.forEach(
                example -> {
                  LabelledText text = example.text();
                  boolean trains = text.use() == Use.TRAIN && part == Split.TRAIN;
                  counts
                      .computeIfAbsent(new Stratum(text.source(), text.side()), s -> new int[2])[
                      trains ? 0 : 1]++;
                }));
    counts.forEach(
        (stratum, count) -> rows.add("| %s | %,d | %,d |".formatted(stratum, count[0], count[1])));
    return table("| texts of | train | calibrate or measure |", "|---|--:|--:|", rows);
  }

  private String ranking() {
    List<String> rows = new ArrayList<>();
    for (Category category : Category.values()) {
      Measurement.rankings(head, parts.get(Split.TEST), category)
          .forEach(
              (stratum, ranking) -> {
                Ranking unseen = leftOut.getOrDefault(stratum, Map.of()).get(category);
                boolean measuredUnseen = unseen != null && unseen.measurable();
                if (ranking.measurable() || measuredUnseen) {
                  rows.add(
                      "| `%s` | %s | %d / %d | %s | %s |"
                          .formatted(
                              category.id(),
                              stratum,
                              ranking.positives().length,
                              ranking.negatives().length,
                              ranking.measurable() ? text(ranking.auroc(SEED)) : "too few",
                              measuredUnseen ? text(unseen.auroc(SEED)) : "-"));
                }
              });
      Ranking pooled = pooled(category);
      rows.add(
          "| `%s` | **all sources** | %d / %d | **%s** | |"
              .formatted(
                  category.id(),
                  pooled.positives().length,
                  pooled.negatives().length,
                  text(pooled.auroc(SEED))));
    }
    return table(
        "| category | texts of | with / without | AUROC | AUROC, source left out |",
        "|---|---|--:|--:|--:|",
        rows);
  }

  private String thresholds() {
    List<String> rows = new ArrayList<>();
    for (Category category : Category.values()) {
      double threshold = head.thresholds().get(category);
      Ranking pooled = pooled(category);
      rows.add(
          "| `%s` | %s | %s | %s | %s |"
              .formatted(
                  category.id(),
                  number(threshold),
                  percent(pooled.precision(threshold)),
                  text(Ranking.share(pooled.positives(), threshold, SEED)),
                  text(Ranking.share(pooled.negatives(), threshold, SEED))));
      Measurement.rankings(head, parts.get(Split.TEST), category)
          .forEach(
              (stratum, ranking) -> {
                if (ranking.positives().length >= ENOUGH_FOR_A_SHARE) {
                  rows.add(
                      "| | | %s | %s: %s | |"
                          .formatted(
                              ranking.negatives().length > 0
                                  ? percent(ranking.precision(threshold))
                                  : "-",
                              stratum,
                              text(Ranking.share(ranking.positives(), threshold, SEED))));
                }
              });
    }
    return table(
        "| category | threshold | precision | recall | found among those without it |",
        "|---|--:|--:|--:|--:|",
        rows);
  }

  private String falseAlarms() {
    List<String> rows = new ArrayList<>();
    Map<Stratum, List<String>> cells = new TreeMap<>();
    for (Category category : Category.values()) {
      Measurement.rankings(head, parts.get(Split.TEST), category)
          .forEach(
              (stratum, ranking) -> {
                if (stratum.benign() && ranking.negatives().length >= ENOUGH_FOR_A_SHARE) {
                  cells
                      .computeIfAbsent(stratum, s -> new ArrayList<>())
                      .add(
                          "`%s` %s"
                              .formatted(
                                  category.id(),
                                  text(
                                      Ranking.share(
                                          ranking.negatives(),
                                          head.thresholds().get(category),
                                          SEED))));
                }
              });
    }
    cells.forEach(
        (stratum, shares) -> rows.add("| %s | %s |".formatted(stratum, String.join("; ", shares))));
    return table("| harmless texts of | found, by category |", "|---|---|", rows);
  }

  /** All texts of the test part that may also train: the same mixture for every category. */
  private Ranking pooled(Category category) {
    List<Example> own =
        parts.get(Split.TEST).stream().filter(e -> e.text().use() == Use.TRAIN).toList();
    return Measurement.ranking(head, own, category);
  }

  private static String table(String header, String rule, List<String> rows) {
    return "\n" + header + "\n" + rule + "\n" + String.join("\n", rows) + "\n";
  }

  private static String text(Estimate estimate) {
    return "%s (%s-%s)"
        .formatted(number(estimate.value()), number(estimate.low()), number(estimate.high()));
  }

  private static String percent(double share) {
    return Double.isNaN(share) ? "-" : number(share);
  }

  private static String number(double value) {
    return String.format(Locale.ROOT, "%.3f", value);
  }
}
