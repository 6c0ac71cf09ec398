package io.glasswatch.stream.drift.judge;

import io.glasswatch.contract.Require;
import java.util.Collection;

/**
 * At which level tests that are made together are significant.
 *
 * <p>With p-values {@code p_(1) <= p_(2) <= ...} the level is {@code k alpha} for the largest
 * {@code k} with {@code p_(k) <= k alpha}, and {@code alpha} if there is none. While nothing has
 * drifted that is as rare as {@code alpha} each; where much has drifted, the rest needs less proof.
 *
 * <p>Source: Benjamini, Hochberg, "Controlling the False Discovery Rate", J. Royal Statistical
 * Society B 57(1), 1995, with {@code q = alpha} times the number of tests.
 */
public final class FalseDiscoveries {

  private FalseDiscoveries() {}

  /**
   * Returns the level for each of the tests.
   *
   * @param pValues one a test, 0 to 1
   * @param alpha the level of a test that is made alone, between 0 and 1
   * @return {@code alpha} to {@code alpha} times the number of tests, less than 1
   */
  public static double level(Collection<Double> pValues, double alpha) {
    Require.that(alpha > 0 && alpha < 1, "alpha must be between 0 and 1, but was %s", alpha);
    double[] sorted = pValues.stream().mapToDouble(Double::doubleValue).sorted().toArray();
    int rejected = 1;
    for (int k = 1; k <= sorted.length; k++) {
      if (sorted[k - 1] <= k * alpha) {
        rejected = k;
      }
    }
    return Math.min(rejected * alpha, Math.max(alpha, 0.5));
  }
}
