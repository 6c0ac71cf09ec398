package io.glasswatch.stream.drift.judge;

import io.glasswatch.stream.drift.count.SignalCounts;

/**
 * The Jensen-Shannon divergence over the bins of a reference, in bits, 0 to 1.
 *
 * <p>With {@code m = (p + q)/2} it is {@code (KL(p||m) + KL(q||m)) / 2} to base 2, of shares
 * smoothed by Jeffreys' prior. To second order it is the population stability index over {@code 8
 * ln 2}, and so has its law scaled.
 *
 * <p>Source: Lin, "Divergence Measures Based on the Shannon Entropy", IEEE Transactions on
 * Information Theory 37(1), 1991.
 */
final class JensenShannon {

  private static final double OF_PSI = 1 / (8 * Math.log(2));

  private JensenShannon() {}

  static Comparison of(Profile reference, SignalCounts window, double uniform) {
    Bins bins = reference.bins().joined(window.count());
    return bins.law(bins.counts(window), uniform, JensenShannon::divergence, OF_PSI);
  }

  private static double divergence(long[] window, long[] reference) {
    double n = Counts.total(window) + window.length / 2.0;
    double m = Counts.total(reference) + reference.length / 2.0;
    double bits = 0;
    for (int i = 0; i < window.length; i++) {
      double p = (window[i] + 0.5) / n;
      double q = (reference[i] + 0.5) / m;
      bits += p * Math.log(2 * p / (p + q)) + q * Math.log(2 * q / (p + q));
    }
    return bits / 2 / Math.log(2);
  }
}
