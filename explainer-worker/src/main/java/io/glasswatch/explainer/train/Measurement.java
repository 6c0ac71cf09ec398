package io.glasswatch.explainer.train;

import io.glasswatch.explainer.model.Category;
import io.glasswatch.explainer.model.Category.Side;
import io.glasswatch.explainer.model.SafetyHead;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** What a head makes of labelled texts. */
final class Measurement {

  /** Sources whose negatives are ordinary or only sound unsafe: a hit on them is a false alarm. */
  private static final Set<String> BENIGN =
      Set.of(
          "alpaca_eval",
          "bipia_indirect",
          "cvalues_zh",
          "hh_rlhf_harmless",
          "own_texts",
          "presidio_pii",
          "purplellama_injection",
          "xstest");

  /** The most of a benign source's calibration texts that may be found, as a share. */
  private static final double FALSE_ALARMS = 0.02;

  /** Fewer texts than this say nothing of a share of 2 %. */
  private static final int ENOUGH = 25;

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

  /** Returns how {@code head} ranks the texts that know {@code category}, by stratum. */
  static Map<Stratum, Ranking> rankings(
      SafetyHead head, Collection<Example> examples, Category category) {
    Map<Stratum, List<Example>> strata =
        examples.stream()
            .filter(example -> example.text().labels().containsKey(category))
            .collect(
                Collectors.groupingBy(
                    example -> new Stratum(example.text().source(), example.text().side()),
                    TreeMap::new,
                    Collectors.toList()));
    Map<Stratum, Ranking> rankings = new TreeMap<>();
    strata.forEach((stratum, some) -> rankings.put(stratum, ranking(head, some, category)));
    return rankings;
  }

  /** Returns how {@code head} ranks all of {@code examples}, which know {@code category}. */
  static Ranking ranking(SafetyHead head, Collection<Example> examples, Category category) {
    return new Ranking(
        probabilities(head, examples, category, true),
        probabilities(head, examples, category, false));
  }

  private static double[] probabilities(
      SafetyHead head, Collection<Example> examples, Category category, boolean label) {
    return examples.stream()
        .filter(example -> Boolean.valueOf(label).equals(example.text().labels().get(category)))
        .mapToDouble(example -> probability(head, example, category))
        .toArray();
  }

  /** The largest of the windows' probabilities, as it is served. */
  private static double probability(SafetyHead head, Example example, Category category) {
    double top = Double.NEGATIVE_INFINITY;
    for (float[] window : example.windows()) {
      top = Math.max(top, head.logits(window)[category.output()]);
    }
    return 1 / (1 + Math.exp(-top));
  }

  /**
   * Returns for each category the lowest threshold, at least one half, above which at most 2 % of
   * each benign source's texts lie.
   */
  static Map<Category, Double> thresholds(SafetyHead head, Collection<Example> calibration) {
    Map<Category, Double> thresholds = new EnumMap<>(Category.class);
    for (Category category : Category.values()) {
      double threshold = 0.5;
      for (var entry : rankings(head, calibration, category).entrySet()) {
        double[] negatives = entry.getValue().negatives().clone();
        if (entry.getKey().benign() && negatives.length >= ENOUGH) {
          java.util.Arrays.sort(negatives);
          int allowed = (int) (FALSE_ALARMS * negatives.length);
          threshold = Math.max(threshold, Math.nextUp(negatives[negatives.length - 1 - allowed]));
        }
      }
      thresholds.put(category, Math.min(threshold, 0.999));
    }
    return thresholds;
  }
}
