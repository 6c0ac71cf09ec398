package io.glasswatch.explainer.train;

import io.glasswatch.explainer.model.Category;
import io.glasswatch.explainer.model.SafetyHead;

/**
 * A labelled text with what a head that was not trained on it says.
 *
 * @param text the text and its labels
 * @param logits shape [categories], the largest of the windows'
 */
record Judged(LabelledText text, double[] logits) {

  /** Returns what {@code head} says of {@code example}, as it is served. */
  static Judged by(SafetyHead head, Example example) {
    double[] top = head.logits(example.windows()[0]);
    for (float[] window : example.windows()) {
      double[] logits = head.logits(window);
      for (int c = 0; c < top.length; c++) {
        top[c] = Math.max(top[c], logits[c]);
      }
    }
    return new Judged(example.text(), top);
  }

  /** Returns the probability of {@code category}. */
  double probability(Category category) {
    return 1 / (1 + Math.exp(-logits[category.output()]));
  }
}
