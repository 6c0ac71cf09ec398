package io.glasswatch.explainer.train;

import io.glasswatch.explainer.model.Category;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * How much one label counts in the loss.
 *
 * <p>Within the positives of a category, and within its negatives, a source of n texts counts with
 * sqrt(n), so that a large one does not drown the others; negatives together count {@link
 * #NEGATIVES} times as much as positives, because traffic is mostly harmless. Weights are scaled to
 * 1 in the mean of a category.
 */
final class LabelWeights {

  /** What the negatives of a category weigh for every 1 of its positives. */
  private static final double NEGATIVES = 2;

  private final Map<Key, Double> weights;

  private LabelWeights(Map<Key, Double> weights) {
    this.weights = weights;
  }

  static LabelWeights of(List<Example> examples) {
    Map<Key, Integer> counts = new HashMap<>();
    for (Example example : examples) {
      LabelledText text = example.text();
      text.labels()
          .forEach((c, label) -> counts.merge(new Key(text.source(), c, label), 1, Integer::sum));
    }
    Map<Key, Double> weights = new HashMap<>();
    counts.forEach(
        (key, count) -> {
          double texts = total(counts, key.category());
          double roots =
              counts.entrySet().stream()
                  .filter(e -> e.getKey().category() == key.category())
                  .filter(e -> e.getKey().label() == key.label())
                  .mapToDouble(e -> Math.sqrt(e.getValue()))
                  .sum();
          double share = (key.label() ? 1 : NEGATIVES) / (1 + NEGATIVES);
          weights.put(key, texts * share * Math.sqrt(count) / roots / count);
        });
    return new LabelWeights(weights);
  }

  private static double total(Map<Key, Integer> counts, Category category) {
    return counts.entrySet().stream()
        .filter(e -> e.getKey().category() == category)
        .mapToInt(Map.Entry::getValue)
        .sum();
  }

  /** Returns the weight of one label of a text of {@code source}. */
  double of(String source, Category category, boolean label) {
    return weights.get(new Key(source, category, label));
  }

  private record Key(String source, Category category, boolean label) {}
}
