package io.glasswatch.stream.drift.sequence;

import io.glasswatch.contract.Require;
import io.glasswatch.stream.drift.count.SignalCounts;

/**
 * Turns observations of any distribution into a stream of mean 0 and variance 1, by their rank in a
 * reference.
 *
 * <p>A bucket scores the normal quantile of its middle rank, {@code Phi^-1((below + c/2) / m)} [1],
 * and the scores are scaled to the reference's mean 0 and variance 1. So heavy tails cannot raise
 * an alarm alone, and a signal of two values is standardised exactly. What lies beyond the
 * reference scores as half an observation at its end.
 *
 * <p>[1] van der Waerden, "Order Tests for the Two-sample Problem and Their Power", Indagationes
 * Mathematicae 14, 1952.
 */
public final class NormalScores {

  private final int[] buckets;
  private final double[] scores;
  private final double[] shares;
  private final double below;
  private final double above;

  /**
   * @param reference at least one observation
   */
  public NormalScores(SignalCounts reference) {
    Require.that(reference.count() > 0, "there are no scores of nothing");
    double m = reference.count();
    buckets = reference.occupied();
    scores = new double[buckets.length];
    shares = new double[buckets.length];
    double before = 0;
    double mean = 0;
    double squares = 0;
    for (int i = 0; i < buckets.length; i++) {
      double here = reference.in(buckets[i]);
      scores[i] = quantile((before + here / 2) / m);
      before += here;
      shares[i] = here / m;
      mean += scores[i] * here / m;
      squares += scores[i] * scores[i] * here / m;
    }
    double sd = Math.sqrt(Math.max(squares - mean * mean, 0));
    double scale = sd > 0 ? sd : 1;
    for (int i = 0; i < scores.length; i++) {
      scores[i] = (scores[i] - mean) / scale;
    }
    above = (quantile(1 - 0.25 / m) - mean) / scale;
    below = (quantile(0.25 / m) - mean) / scale;
  }

  /** Returns the score of an observation that fell into {@code bucket}. */
  public double of(int bucket) {
    int low = 0;
    int high = buckets.length - 1;
    while (low <= high) {
      int middle = (low + high) >>> 1;
      if (buckets[middle] < bucket) {
        low = middle + 1;
      } else if (buckets[middle] > bucket) {
        high = middle - 1;
      } else {
        return scores[middle];
      }
    }
    if (high < 0) {
      return below;
    }
    return low >= buckets.length ? above : (scores[high] + scores[low]) / 2;
  }

  /**
   * Returns {@code theta > 0} with {@code E exp(theta (sign z - slack)) = 1} over the reference:
   * twice the slack if it is normal, less if its tail on that side is heavy; four times the slack
   * if that expectation is below 1 up to there.
   *
   * @param sign 1 or -1
   * @param slack more than 0
   */
  public double exponent(int sign, double slack) {
    double low = 0;
    double high = 4 * slack;
    if (growth(high, sign, slack) <= 1) {
      return high;
    }
    for (int halved = 0; halved < 50; halved++) {
      double middle = (low + high) / 2;
      if (growth(middle, sign, slack) > 1) {
        high = middle;
      } else {
        low = middle;
      }
    }
    return high;
  }

  private double growth(double theta, int sign, double slack) {
    double sum = 0;
    for (int i = 0; i < scores.length; i++) {
      sum += shares[i] * Math.exp(theta * (sign * scores[i] - slack));
    }
    return sum;
  }

  /** Returns the sum of the scores of all observations of {@code window}. */
  public double sum(SignalCounts window) {
    double sum = 0;
    for (int bucket : window.occupied()) {
      sum += of(bucket) * window.in(bucket);
    }
    return sum;
  }

  /**
   * Returns the standard normal quantile of {@code p}, to about 1e-9 [Acklam, "An Algorithm for
   * Computing the Inverse Normal Cumulative Distribution Function", 2003].
   */
  private static double quantile(double p) {
    if (p > 0.5) {
      return -quantile(1 - p);
    }
    if (p < 0.02425) {
      double q = Math.sqrt(-2 * Math.log(p));
      return (((((-7.784894002430293e-03 * q - 3.223964580411365e-01) * q - 2.400758277161838) * q
                              - 2.549732539343734)
                          * q
                      + 4.374664141464968)
                  * q
              + 2.938163982698783)
          / ((((7.784695709041462e-03 * q + 3.224671290700398e-01) * q + 2.445134137142996) * q
                      + 3.754408661907416)
                  * q
              + 1);
    }
    double q = p - 0.5;
    double r = q * q;
    return (((((-3.969683028665376e+01 * r + 2.209460984245205e+02) * r - 2.759285104469687e+02) * r
                            + 1.383577518672690e+02)
                        * r
                    - 3.066479806614716e+01)
                * r
            + 2.506628277459239)
        * q
        / (((((-5.447609879822406e+01 * r + 1.615858368580409e+02) * r - 1.556989798598866e+02) * r
                            + 6.680131188771972e+01)
                        * r
                    - 1.328068155288572e+01)
                * r
            + 1);
  }
}
