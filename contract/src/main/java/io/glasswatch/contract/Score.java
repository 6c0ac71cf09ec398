package io.glasswatch.contract;

/**
 * What a safety model says of one category, also when it is below the threshold.
 *
 * @param category the category's id
 * @param score the probability of the most suspicious window, 0 to 1
 * @param threshold the model's own threshold for the category, 0 to 1
 * @param window the text that the score came from
 */
public record Score(String category, double score, double threshold, Span window) {

  public Score {
    Require.notBlank(category, "category");
    Require.that(score >= 0 && score <= 1, "score must be 0 to 1, but was %s", score);
    Require.that(
        threshold >= 0 && threshold <= 1, "threshold must be 0 to 1, but was %s", threshold);
    Require.that(window != null, "window must not be null");
  }
}
