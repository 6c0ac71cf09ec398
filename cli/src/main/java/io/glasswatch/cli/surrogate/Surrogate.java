package io.glasswatch.cli.surrogate;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * A model of few words that stands in for a category's score, and how well it does.
 *
 * @param category what was scored
 * @param texts how many there are, those held out included
 * @param explained how many of them have an explanation of this category
 * @param fidelity the share of the score's variance that the model explains on the fifth of the
 *     texts that was held out (R squared), at most 1; 0 or less says that it explains nothing
 * @param agreement the share of held-out texts on which both say the same of the threshold
 * @param drivers the words, the heaviest first
 */
record Surrogate(
    String category,
    int texts,
    int explained,
    double fidelity,
    double agreement,
    List<Driver> drivers) {

  /**
   * A word that drives the score.
   *
   * @param word in lower case
   * @param texts how many have it
   * @param weight what it adds to the logit, all other words of the model being equal: the partial
   *     dependence, since the model is a sum
   * @param with the mean logit of the texts that have it
   * @param without the mean logit of those that do not
   * @param share its mean attribution in texts that are explained and have it; empty if none is
   */
  record Driver(
      String word, int texts, double weight, double with, double without, Optional<Double> share) {}

  private static final int FEWEST_TEXTS = 50;
  private static final int CANDIDATES = 400;
  private static final int HELD_OUT = 5;

  /**
   * Returns the model of one category's texts; empty if there are too few, or if no word is in
   * enough of them.
   *
   * @param most the most words
   * @param support in how many texts a word must be, and in how many it must not be
   */
  static Optional<Surrogate> of(List<ExplainedText> given, int most, int support) {
    List<String> words = words(given, support);
    if (given.size() < FEWEST_TEXTS || words.isEmpty()) {
      return Optional.empty();
    }
    List<ExplainedText> texts = new ArrayList<>(given);
    Collections.shuffle(texts, new Random(1));
    int out = texts.size() / HELD_OUT;
    List<ExplainedText> train = texts.subList(out, texts.size());
    SparseModel model = SparseModel.fit(rows(train, words), logits(train), most);
    List<ExplainedText> test = texts.subList(0, out);
    double[] said = rows(test, words).stream().mapToDouble(model::value).toArray();
    List<Driver> drivers =
        IntStream.range(0, words.size())
            .filter(f -> model.weights()[f] != 0)
            .boxed()
            .sorted(Comparator.comparingDouble(f -> -Math.abs(model.weights()[f])))
            .map(f -> driver(words.get(f), model.weights()[f], texts))
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

  /**
   * Returns the words that are worth trying: in enough texts, those with most attribution first.
   */
  private static List<String> words(List<ExplainedText> texts, int support) {
    Map<String, Integer> counts = new HashMap<>();
    Map<String, Double> mass = new HashMap<>();
    for (ExplainedText text : texts) {
      text.shares()
          .forEach(
              (word, share) -> {
                counts.merge(word, 1, Integer::sum);
                mass.merge(word, Math.abs(share), Double::sum);
              });
    }
    return counts.keySet().stream()
        .filter(w -> counts.get(w) >= support && counts.get(w) <= texts.size() - support)
        .sorted(
            Comparator.<String>comparingDouble(w -> -mass.get(w))
                .thenComparing(w -> -counts.get(w))
                .thenComparing(w -> w))
        .limit(CANDIDATES)
        .toList();
  }

  private static Driver driver(String word, double weight, List<ExplainedText> texts) {
    List<ExplainedText> with = texts.stream().filter(t -> t.shares().containsKey(word)).toList();
    List<ExplainedText> without =
        texts.stream().filter(t -> !t.shares().containsKey(word)).toList();
    double[] shares =
        with.stream()
            .filter(ExplainedText::explained)
            .mapToDouble(t -> t.shares().get(word))
            .toArray();
    return new Driver(
        word,
        with.size(),
        weight,
        mean(logits(with)),
        mean(logits(without)),
        shares.length == 0 ? Optional.empty() : Optional.of(mean(shares)));
  }

  private static List<boolean[]> rows(List<ExplainedText> texts, List<String> words) {
    List<boolean[]> rows = new ArrayList<>();
    for (ExplainedText text : texts) {
      boolean[] row = new boolean[words.size()];
      for (int f = 0; f < row.length; f++) {
        row[f] = text.shares().containsKey(words.get(f));
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
