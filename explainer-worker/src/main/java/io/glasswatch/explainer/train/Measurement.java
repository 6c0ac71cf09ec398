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

  /**
   * The most of the benign texts that may be found in any category, as a share: in the mean of
   * their sources. An interaction is two texts, so it is flagged twice as often.
   */
  private static final double MOST_FOUND = 0.004;

  /** The most that may be found in one category; the largest share that is tried. */
  private static final double MOST_OF_ONE = 0.01;

  private static final double SHARE_STEP = 0.0001;

  /** One source may have so many times the mean. */
  private static final double WORST_OF_MEAN = 4;

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
                Collectors.groupingBy(Measurement::stratum, TreeMap::new, Collectors.toList()));
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
   * Returns the thresholds at which few benign texts are found by any category that flags: each has
   * the same share of them, the largest, in steps of 0.0001 up to 1 %, with which at most 0.4 % are
   * found in any. Refusals flag nothing; they have 1 % of their own.
   *
   * <p>Equal shares, since there are too few texts with some categories to weigh one's loss of
   * recall against another's: whoever tries gives up the weakest category for the others.
   */
  static Map<Category, Double> thresholds(Collection<Judged> texts) {
    double share = MOST_OF_ONE;
    Map<Category, Double> thresholds = thresholds(texts, share);
    while (share > SHARE_STEP && found(texts, thresholds) > MOST_FOUND) {
      share -= SHARE_STEP;
      thresholds = thresholds(texts, share);
    }
    thresholds.put(Category.REFUSAL, threshold(texts, Category.REFUSAL, MOST_OF_ONE));
    return thresholds;
  }

  /** Returns the benign texts that any category finds but refusal, in the mean of their sources. */
  private static double found(Collection<Judged> texts, Map<Category, Double> thresholds) {
    return benign(texts).values().stream()
        .filter(some -> some.size() >= ENOUGH)
        .mapToDouble(some -> anyFound(some, thresholds))
        .average()
        .orElse(0);
  }

  /** Returns the texts of benign sources by stratum. */
  static Map<Stratum, List<Judged>> benign(Collection<Judged> texts) {
    return texts.stream()
        .filter(judged -> stratum(judged).benign())
        .collect(Collectors.groupingBy(Measurement::stratum, TreeMap::new, Collectors.toList()));
  }

  /**
   * Returns the share of {@code texts} that is found in a category that its source says it has not,
   * refusal aside.
   */
  static double anyFound(Collection<Judged> texts, Map<Category, Double> thresholds) {
    return texts.stream().filter(judged -> falselyFound(judged, thresholds)).count()
        / (double) texts.size();
  }

  private static boolean falselyFound(Judged judged, Map<Category, Double> thresholds) {
    return judged.text().labels().entrySet().stream()
        .filter(label -> !label.getValue() && label.getKey() != Category.REFUSAL)
        .anyMatch(label -> judged.probability(label.getKey()) >= thresholds.get(label.getKey()));
  }

  private static Stratum stratum(Judged judged) {
    return new Stratum(judged.text().source(), judged.text().side());
  }

  private static Map<Category, Double> thresholds(Collection<Judged> texts, double share) {
    Map<Category, Double> thresholds = new EnumMap<>(Category.class);
    for (Category category : Category.values()) {
      thresholds.put(category, threshold(texts, category, share));
    }
    return thresholds;
  }

  /**
   * Returns the lowest threshold in steps of 0.005, at least one half, at which benign texts are
   * found by at most {@code share} in the mean of their sources and by at most four times that in
   * any.
   */
  private static double threshold(Collection<Judged> texts, Category category, double share) {
    List<double[]> benign =
        rankings(texts, category).entrySet().stream()
            .filter(entry -> entry.getKey().benign())
            .map(entry -> entry.getValue().negatives())
            .filter(negatives -> negatives.length >= ENOUGH)
            .toList();
    int step = 100;
    while (step < 199 && alarming(benign, step / 200.0, share)) {
      step++;
    }
    return step / 200.0;
  }

  private static boolean alarming(List<double[]> benign, double threshold, double share) {
    double[] shares = benign.stream().mapToDouble(n -> Ranking.share(n, threshold)).toArray();
    return Arrays.stream(shares).average().orElse(0) > share
        || Arrays.stream(shares).max().orElse(0) > WORST_OF_MEAN * share;
  }
}
