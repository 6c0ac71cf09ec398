package io.glasswatch.cli.surrogate;

import io.glasswatch.cli.surrogate.Feature.Word;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * A model of few features that stands in for a category's score, and how well it does.
 *
 * @param category what was scored
 * @param texts how many there are, those held out included
 * @param explained how many of them have an explanation of this category
 * @param fidelity the share of the score's variance that the model explains on the fifth of the
 *     texts that was held out (R squared), at most 1; 0 or less says that it explains nothing
 * @param agreement the share of held-out texts on which both say the same of the threshold
 * @param drivers the features, the heaviest first
 */
record Surrogate(
    String category,
    int texts,
    int explained,
    double fidelity,
    double agreement,
    List<Driver> drivers) {

  /**
   * A feature that drives the score.
   *
   * @param texts how many have it
   * @param weight what it adds to the logit, all other features of the model being equal: the
   *     partial dependence, since the model is a sum
   * @param with the mean logit of the texts that have it
   * @param without the mean logit of those that do not
   * @param share a word's mean attribution in texts that are explained and have it; empty if none
   *     is, and for what is no word
   */
  record Driver(
      Feature feature,
      int texts,
      double weight,
      double with,
      double without,
      Optional<Double> share) {}

  private static final int FEWEST_TEXTS = 50;
  private static final int HELD_OUT = 5;

  /**
   * Returns the model of one category's texts; empty if there are too few, or if no feature is in
   * enough of them.
   *
   * @param most the most features
   * @param support how many texts must have a feature, and how many must not
   */
  static Optional<Surrogate> of(List<ExplainedText> given, int most, int support) {
    List<Feature> features = Candidates.of(given, support);
    if (given.size() < FEWEST_TEXTS || features.isEmpty()) {
      return Optional.empty();
    }
    List<ExplainedText> texts = new ArrayList<>(given);
    Collections.shuffle(texts, new Random(1));
    int out = texts.size() / HELD_OUT;
    List<ExplainedText> train = texts.subList(out, texts.size());
    SparseModel model = SparseModel.fit(rows(train, features), logits(train), most);
    List<ExplainedText> test = texts.subList(0, out);
    double[] said = rows(test, features).stream().mapToDouble(model::value).toArray();
    List<Driver> drivers =
        IntStream.range(0, features.size())
            .filter(f -> model.weights()[f] != 0)
            .boxed()
            .sorted(Comparator.comparingDouble(f -> -Math.abs(model.weights()[f])))
            .map(f -> driver(features.get(f), model.weights()[f], texts))
            .toList();
    return Optional.of(
        new Surrogate(
            texts.get(0).category(),
            texts.size(),
            (int) texts.stream().filter(ExplainedText::explained).count(),
            fidelity(said, logits(test)),
            agreement(said, test),
            drivers));
  }

  private static Driver driver(Feature feature, double weight, List<ExplainedText> texts) {
    List<ExplainedText> with = texts.stream().filter(feature::in).toList();
    List<ExplainedText> without = texts.stream().filter(t -> !feature.in(t)).toList();
    return new Driver(
        feature,
        with.size(),
        weight,
        mean(logits(with)),
        mean(logits(without)),
        feature instanceof Word word ? share(word, with) : Optional.empty());
  }

  private static Optional<Double> share(Word word, List<ExplainedText> with) {
    double[] shares =
        with.stream()
            .filter(ExplainedText::explained)
            .mapToDouble(t -> t.shares().get(word.word()))
            .toArray();
    return shares.length == 0 ? Optional.empty() : Optional.of(mean(shares));
  }

  private static List<boolean[]> rows(List<ExplainedText> texts, List<Feature> features) {
    List<boolean[]> rows = new ArrayList<>();
    for (ExplainedText text : texts) {
      boolean[] row = new boolean[features.size()];
      for (int f = 0; f < row.length; f++) {
        row[f] = features.get(f).in(text);
      }
      rows.add(row);
    }
    return rows;
  }

  private static double[] logits(List<ExplainedText> texts) {
    return texts.stream().mapToDouble(ExplainedText::logit).toArray();
  }

  private static double fidelity(double[] said, double[] actual) {
    double mean = mean(actual);
    double missed = 0;
    double all = 0;
    for (int i = 0; i < said.length; i++) {
      missed += (actual[i] - said[i]) * (actual[i] - said[i]);
      all += (actual[i] - mean) * (actual[i] - mean);
    }
    return all == 0 ? 0 : 1 - missed / all;
  }

  private static double agreement(double[] said, List<ExplainedText> texts) {
    return IntStream.range(0, said.length)
        .mapToDouble(
            i -> {
              double boundary = texts.get(i).boundary();
              return (said[i] >= boundary) == (texts.get(i).logit() >= boundary) ? 1 : 0;
            })
        .average()
        .orElse(0);
  }

  private static double mean(double[] values) {
    return Arrays.stream(values).average().orElse(0);
  }
}
