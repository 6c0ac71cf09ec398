package io.glasswatch.stream.drift.judge;

import io.glasswatch.stream.drift.count.SignalCounts;

/**
 * Pearson's chi-square distance over the bins of a reference: {@code sum_i (p_i - q_i)^2 / s_i}
 * with {@code s} the shares of window and reference together.
 *
 * <p>Divided by {@code 1/n + 1/m} it is Pearson's statistic for the homogeneity of two samples,
 * with a chi-square law of {@code B - 1} degrees of freedom.
 *
 * <p>Source: Pearson, "On the Probability that Two Independent Distributions of Frequency are
 * Really Samples from the Same Population", Biometrika 8, 1911.
 */
final class Pearson {

  private Pearson() {}

  static Comparison of(Profile reference, SignalCounts window, double uniform) {
    Bins bins = reference.bins().joined(window.count());
    return bins.law(bins.counts(window), uniform, Pearson::distance, 1);
  }

  private static double distance(long[] window, long[] reference) {
    double n = Counts.total(window);
    double m = Counts.total(reference);
    double sum = 0;
    for (int i = 0; i < window.length; i++) {
      double share = (window[i] + reference[i]) / (n + m);
      double difference = window[i] / n - reference[i] / m;
      sum += share == 0 ? 0 : difference * difference / share;
    }
    return sum;
  }
}
