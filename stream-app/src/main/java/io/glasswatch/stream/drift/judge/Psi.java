package io.glasswatch.stream.drift.judge;

import io.glasswatch.contract.Require;

/**
 * The population stability index of two histograms: {@code sum_i (p_i - q_i) ln(p_i / q_i)}.
 *
 * <p>Shares are smoothed by Jeffreys' prior, {@code p_i = (c_i + 1/2) / (n + B/2)} over {@code B}
 * bins, so that an empty bin is finite. If both histograms are drawn from the same distribution,
 * {@code PSI / (1/n + 1/m)} tends to a chi-square law with {@code B - 1} degrees of freedom.
 *
 * <p>Source: Yurdakul, Naranjo, "Statistical Properties of the Population Stability Index", Journal
 * of Risk Model Validation 14(4), 2020.
 */
public final class Psi {

  private Psi() {}

  /**
   * Returns the index, at least 0; 0 exactly when the smoothed shares are equal.
   *
   * @param window counts by bin
   * @param reference counts by the same bins
   */
  public static double of(long[] window, long[] reference) {
    Require.that(
        window.length == reference.length,
        "window must have the reference's %d bins, but has %d",
        reference.length,
        window.length);
    double n = Counts.total(window) + window.length / 2.0;
    double m = Counts.total(reference) + window.length / 2.0;
    double sum = 0;
    for (int i = 0; i < window.length; i++) {
      double p = (window[i] + 0.5) / n;
      double q = (reference[i] + 0.5) / m;
      sum += (p - q) * Math.log(p / q);
    }
    return sum;
  }
}
