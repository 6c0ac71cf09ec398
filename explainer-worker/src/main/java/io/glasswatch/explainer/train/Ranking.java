package io.glasswatch.explainer.train;

import java.util.Arrays;
import java.util.Random;

/**
 * Scores of texts that have a category and of texts that have not, and how well they part the two.
 *
 * @param positives scores of texts with the category
 * @param negatives scores of texts without it
 */
record Ranking(double[] positives, double[] negatives) {

  private static final int RESAMPLES = 400;

  /**
   * A figure and what it may be by chance: the middle 95 % of 400 bootstrap samples.
   *
   * @param value the figure itself
   * @param low the 2.5th percentile
   * @param high the 97.5th percentile
   */
  record Estimate(double value, double low, double high) {}

  /** Tells whether both sides have enough texts for a figure to mean something. */
  boolean measurable() {
    return positives.length >= 10 && negatives.length >= 10;
  }

  /**
   * Returns the area under the ROC curve: the chance that a positive scores above a negative, ties
   * counted half. O(n log n).
   */
  double auroc() {
    return auroc(positives.clone(), negatives.clone());
  }

  /** Returns {@link #auroc} with its bootstrap interval, the same for the same seed. */
  Estimate auroc(long seed) {
    Random random = new Random(seed);
    double[] samples = new double[RESAMPLES];
    for (int s = 0; s < RESAMPLES; s++) {
      samples[s] = auroc(resample(positives, random), resample(negatives, random));
    }
    return estimate(auroc(), samples);
  }

  /** Returns the share of positives at or above {@code threshold}, with its interval. */
  static Estimate share(double[] scores, double threshold, long seed) {
    Random random = new Random(seed);
    double[] samples = new double[RESAMPLES];
    for (int s = 0; s < RESAMPLES; s++) {
      samples[s] = share(resample(scores, random), threshold);
    }
    return estimate(share(scores, threshold), samples);
  }

  /** Returns the share of {@code scores} at or above {@code threshold}; NaN for none. */
  static double share(double[] scores, double threshold) {
    return Arrays.stream(scores).filter(score -> score >= threshold).count()
        / (double) scores.length;
  }

  /** Returns the share of found texts that are positives; NaN when none is found. */
  double precision(double threshold) {
    double found = share(positives, threshold) * positives.length;
    double wrong = share(negatives, threshold) * negatives.length;
    return found / (found + wrong);
  }

  private static Estimate estimate(double value, double[] samples) {
    Arrays.sort(samples);
    int tail = samples.length / 40;
    return new Estimate(value, samples[tail], samples[samples.length - 1 - tail]);
  }

  private static double[] resample(double[] scores, Random random) {
    double[] sample = new double[scores.length];
    for (int i = 0; i < sample.length; i++) {
      sample[i] = scores[random.nextInt(scores.length)];
    }
    return sample;
  }

  private static double auroc(double[] above, double[] below) {
    Arrays.sort(above);
    Arrays.sort(below);
    double wins = 0;
    int less = 0;
    int lessOrEqual = 0;
    for (double score : above) {
      while (less < below.length && below[less] < score) {
        less++;
      }
      while (lessOrEqual < below.length && below[lessOrEqual] <= score) {
        lessOrEqual++;
      }
      wins += (less + lessOrEqual) / 2.0;
    }
    return wins / above.length / below.length;
  }
}
