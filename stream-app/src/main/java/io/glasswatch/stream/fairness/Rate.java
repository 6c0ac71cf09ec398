package io.glasswatch.stream.fairness;

import io.glasswatch.contract.Require;

/**
 * How often something happened in a group.
 *
 * @param hits how often, at least 0
 * @param total out of how many, at least {@code hits}
 */
public record Rate(long hits, long total) {

  public Rate {
    Require.that(
        hits >= 0 && total >= hits, "there must be 0 <= hits <= total, but %d of %d", hits, total);
  }

  /** Returns the share, 0 to 1; 0 of nothing is 0. */
  public double share() {
    return total == 0 ? 0 : (double) hits / total;
  }

  /**
   * Returns Wilson's interval for the true rate, which holds for small groups and rare hits too.
   *
   * <p>Source: Wilson, "Probable Inference, the Law of Succession, and Statistical Inference",
   * Journal of the American Statistical Association 22, 1927.
   *
   * @param z standard deviations, e.g. 1.96 for 95 %; more than 0
   */
  public Interval wilson(double z) {
    Require.that(total > 0, "there is no interval for nothing");
    double p = share();
    double n = total;
    double centre = (p + z * z / (2 * n)) / (1 + z * z / n);
    double half = z / (1 + z * z / n) * Math.sqrt(p * (1 - p) / n + z * z / (4 * n * n));
    return new Interval(Math.max(0, centre - half), Math.min(1, centre + half));
  }
}
