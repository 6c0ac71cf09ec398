package io.glasswatch.explainer.train;

import io.glasswatch.explainer.model.Category;
import io.glasswatch.explainer.model.Category.Side;
import java.util.Arrays;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** What heads made of labelled texts, by source. */
final class Measurement {

  /** Sources whose negatives are ordinary or only sound unsafe: a hit on them is a false alarm. */
  private static final Set<String> BENIGN =
      Set.of(
          "alpaca_eval", "cvalues_zh", "hh_rlhf_harmless", "own_texts", "presidio_pii", "xstest");

  /** The most of a benign source's texts that may be found, as a share: in the mean, and of one. */
  private static final double MEAN_FALSE_ALARMS = 0.01;

  private static final double MOST_FALSE_ALARMS = 0.04;

  /** Fewer texts than this say little of a share of 1 %. */
  private static final int ENOUGH = 50;

  private Measurement() {}

  /**
   * The texts of one source and side.
   *
   * @param source the data set
   * @param side read or written by a language model
   */
  record Stratum(String source, Side side) implements Comparable<Stratum> {
    @Override
    public int compareTo(Stratum other) {
      return toString().compareTo(other.toString());
    }

    boolean benign() {
      return BENIGN.contains(source);
    }

    @Override
    public String toString() {
      return source + (side == Side.REQUEST ? " (prompts)" : " (responses)");
    }
  }

  /** Returns how the texts that know {@code category} are ranked, by stratum. */
  static Map<Stratum, Ranking> rankings(Collection<Judged> texts, Category category) {
    Map<Stratum, List<Judged>> strata =
        texts.stream()
            .filter(judged -> judged.text().labels().containsKey(category))
            .collect(
                Collectors.groupingBy(
                    judged -> new Stratum(judged.text().source(), judged.text().side()),
                    TreeMap::new,
                    Collectors.toList()));
    Map<Stratum, Ranking> rankings = new TreeMap<>();
    strata.forEach((stratum, some) -> rankings.put(stratum, ranking(some, category)));
    return rankings;
  }

  /** Returns how all of {@code texts} that know {@code category} are ranked. */
  static Ranking ranking(Collection<Judged> texts, Category category) {
    return new Ranking(probabilities(texts, category, true), probabilities(texts, category, false));
  }

  private static double[] probabilities(
      Collection<Judged> texts, Category category, boolean label) {
    return texts.stream()
        .filter(judged -> Boolean.valueOf(label).equals(judged.text().labels().get(category)))
        .mapToDouble(judged -> judged.probability(category))
        .toArray();
  }

  /**
   * Returns for each category the lowest threshold in steps of 0.005, at least one half, at which
   * benign texts are found by at most 1 % in the mean of their sources and by at most 4 % in any.
   */
  static Map<Category, Double> thresholds(Collection<Judged> texts) {
    Map<Category, Double> thresholds = new EnumMap<>(Category.class);
    for (Category category : Category.values()) {
      List<double[]> benign =
          rankings(texts, category).entrySet().stream()
              .filter(entry -> entry.getKey().benign())
              .map(entry -> entry.getValue().negatives())
              .filter(negatives -> negatives.length >= ENOUGH)
              .toList();
      int step = 100;
      while (step < 199 && alarming(benign, step / 200.0)) {
        step++;
      }
      thresholds.put(category, step / 200.0);
    }
    return thresholds;
  }

  private static boolean alarming(List<double[]> benign, double threshold) {
    double[] shares = benign.stream().mapToDouble(n -> Ranking.share(n, threshold)).toArray();
    return Arrays.stream(shares).average().orElse(0) > MEAN_FALSE_ALARMS
        || Arrays.stream(shares).max().orElse(0) > MOST_FALSE_ALARMS;
  }
}
