package io.glasswatch.explainer.train;

import io.glasswatch.explainer.model.Category;
import io.glasswatch.explainer.model.MiniLm;
import io.glasswatch.explainer.model.SafetyHead;
import io.glasswatch.explainer.model.Sha256;
import io.glasswatch.explainer.train.Measurement.Stratum;
import io.glasswatch.explainer.train.Ranking.Estimate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What the shipped head can and cannot do, in Markdown.
 *
 * @param head the shipped head
 * @param unseen texts of the training sources, each judged by a head that did not see its group
 * @param foreign texts of sources that never train, judged by the shipped head
 * @param leftOut texts of the training sources, each judged by a head that did not see its source
 */
record ModelCard(SafetyHead head, List<Judged> unseen, List<Judged> foreign, List<Judged> leftOut) {

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
    Map<Stratum, Integer> counts = new TreeMap<>();
    for (List<Judged> some : List.of(unseen, foreign)) {
      some.forEach(j -> counts.merge(stratum(j.text()), 1, Integer::sum));
    }
    TreeSet<String> training = new TreeSet<>();
    unseen.forEach(j -> training.add(j.text().source()));
    List<String> rows = new ArrayList<>();
    counts.forEach(
        (stratum, count) ->
            rows.add(
                "| %s | %,d | %s |"
                    .formatted(
                        stratum,
                        count,
                        training.contains(stratum.source()) ? "trains" : "measured on only")));
    return table("| texts of | number | use |", "|---|--:|---|", rows);
  }

  private static Stratum stratum(LabelledText text) {
    return new Stratum(text.source(), text.side());
  }

  private String ranking() {
    List<String> rows = new ArrayList<>();
    for (Category category : Category.values()) {
      Map<Stratum, Ranking> strangers = Measurement.rankings(leftOut, category);
      Measurement.rankings(unseen, category)
          .forEach(
              (stratum, ranking) -> {
                if (ranking.measurable()) {
                  rows.add(
                      row(
                          category.id(),
                          stratum,
                          sizes(ranking),
                          text(ranking.auroc(SEED)),
                          text(strangers.get(stratum).auroc(SEED))));
                }
              });
      Ranking pooled = Measurement.ranking(unseen, category);
      Ranking poolOfStrangers = Measurement.ranking(leftOut, category);
      rows.add(
          row(
              category.id(),
              "**all sources**",
              sizes(pooled),
              text(pooled.auroc(SEED)),
              text(poolOfStrangers.auroc(SEED))));
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
      Ranking pooled = Measurement.ranking(unseen, category);
      rows.add(
          row(
              "`" + category.id() + "`",
              number(threshold),
              "**all sources**",
              number(pooled.precision(threshold)),
              text(Ranking.share(pooled.positives(), threshold, SEED)),
              text(Ranking.share(pooled.negatives(), threshold, SEED))));
      for (List<Judged> some : List.of(unseen, foreign)) {
        Measurement.rankings(some, category)
            .forEach(
                (stratum, ranking) -> {
                  if (ranking.positives().length >= ENOUGH_FOR_A_SHARE) {
                    rows.add(bySource(stratum, ranking, threshold));
                  }
                });
      }
    }
    return table(
        "| category | threshold | texts of | precision | recall | found among those without it |",
        "|---|--:|---|--:|--:|--:|",
        rows);
  }

  private static String bySource(Stratum stratum, Ranking ranking, double threshold) {
    boolean both = ranking.negatives().length >= ENOUGH_FOR_A_SHARE;
    return row(
        "",
        "",
        stratum,
        both ? number(ranking.precision(threshold)) : "-",
        text(Ranking.share(ranking.positives(), threshold, SEED)),
        both ? text(Ranking.share(ranking.negatives(), threshold, SEED)) : "-");
  }

  private String falseAlarms() {
    List<String> rows = new ArrayList<>();
    for (List<Judged> some : List.of(unseen, foreign)) {
      Measurement.benign(some)
          .forEach(
              (stratum, texts) -> {
                if (texts.size() >= ENOUGH_FOR_A_SHARE) {
                  String any = number(Measurement.anyFound(texts, head.thresholds()));
                  rows.add(row(stratum, texts.size(), any, String.join("; ", shares(texts))));
                }
              });
    }
    return table(
        "| harmless texts of | number | found in any | found, by category |",
        "|---|--:|--:|---|",
        rows);
  }

  private List<String> shares(List<Judged> texts) {
    List<String> shares = new ArrayList<>();
    for (Category category : Category.values()) {
      double[] negatives = Measurement.ranking(texts, category).negatives();
      if (negatives.length >= ENOUGH_FOR_A_SHARE) {
        double threshold = head.thresholds().get(category);
        shares.add(
            "`%s` %s".formatted(category.id(), text(Ranking.share(negatives, threshold, SEED))));
      }
    }
    return shares;
  }

  private static String sizes(Ranking ranking) {
    return "%d / %d".formatted(ranking.positives().length, ranking.negatives().length);
  }

  private static String row(Object... cells) {
    return "| " + String.join(" | ", Arrays.stream(cells).map(String::valueOf).toList()) + " |";
  }

  private static String table(String header, String rule, List<String> rows) {
    return "\n" + header + "\n" + rule + "\n" + String.join("\n", rows) + "\n";
  }

  private static String text(Estimate estimate) {
    return "%s (%s-%s)"
        .formatted(number(estimate.value()), number(estimate.low()), number(estimate.high()));
  }

  private static String number(double value) {
    return Double.isNaN(value) ? "-" : String.format(Locale.ROOT, "%.3f", value);
  }
}
