package io.glasswatch.stream.drift.judge;

import io.glasswatch.contract.Require;

/**
 * The F distribution with an even number of numerator degrees of freedom, whose upper tail is a
 * finite sum: with {@code x = v / (v + k f)}, {@code x^(v/2) * sum over j < k/2 of (v/2)_j / j! (1
 * - x)^j} [Abramowitz, Stegun, "Handbook of Mathematical Functions", 1964, 26.6.4].
 */
final class EvenF {

  private EvenF() {}

  /**
   * Returns the probability of at least {@code f}.
   *
   * @param f at least 0
   * @param k numerator degrees of freedom, even, at least 2
   * @param v denominator degrees of freedom, at least 1
   * @return 0 to 1
   */
  static double upperTail(double f, int k, long v) {
    Require.that(f >= 0, "f must be at least 0, but was %s", f);
    Require.that(k >= 2 && k % 2 == 0, "k must be even and at least 2, but was %d", k);
    Require.that(v >= 1, "v must be at least 1, but was %d", v);
    double part = k * f / (v + k * f);
    double term = 1;
    double sum = 1;
    for (int j = 1; j < k / 2; j++) {
      term *= (v / 2.0 + j - 1) / j * part;
      sum += term;
    }
    return Math.min(1, Math.exp(-v / 2.0 * Math.log1p(k * f / v)) * sum);
  }

  /**
   * Returns what is reached or exceeded with probability {@code alpha}.
   *
   * @param alpha more than 0, less than 1
   */
  static double upperQuantile(double alpha, int k, long v) {
    Require.that(alpha > 0 && alpha < 1, "alpha must be between 0 and 1, but was %s", alpha);
    double low = 0;
    double high = 1;
    while (upperTail(high, k, v) > alpha) {
      low = high;
      high *= 2;
    }
    while (high - low > 1e-12 * high) {
      double middle = (low + high) / 2;
      if (upperTail(middle, k, v) > alpha) {
        low = middle;
      } else {
        high = middle;
      }
    }
    return high;
  }
}
