package io.glasswatch.cli.probe;

import io.glasswatch.contract.Require;

/**
 * Student's t distribution with a whole number of degrees of freedom.
 *
 * <p>The probability of staying within t is a finite sum [1, 26.7.3 and 26.7.4] of powers of {@code
 * cos atan(t / sqrt(degrees))}. The quantile is found by bisection.
 *
 * <p>[1] Abramowitz, Stegun, "Handbook of Mathematical Functions", 1964.
 */
final class Student {

  private Student() {}

  /**
   * Returns the probability of being at least {@code t} away from 0, on either side.
   *
   * @param t at least 0; may be infinite
   * @param degrees degrees of freedom, at least 1
   * @return 0 to 1, good to about 1e-14
   */
  static double bothTails(double t, int degrees) {
    Require.that(t >= 0, "t must be at least 0, but was %s", t);
    Require.that(degrees >= 1, "degrees of freedom must be at least 1, but were %d", degrees);
    double angle = Math.atan(t / Math.sqrt(degrees));
    double cosine = Math.cos(angle);
    boolean odd = degrees % 2 == 1;
    double term = odd ? cosine : 1;
    double sum = 0;
    for (int power = odd ? 1 : 0; power <= degrees - 2; power += 2) {
      sum += term;
      term *= cosine * cosine * (power + 1) / (power + 2);
    }
    double within = odd ? 2 / Math.PI * (angle + Math.sin(angle) * sum) : Math.sin(angle) * sum;
    return Math.min(1, Math.max(0, 1 - within));
  }

  /**
   * Returns the t that is reached or exceeded, on either side, with probability {@code level}.
   *
   * @param level between 0 and 1
   * @param degrees degrees of freedom, at least 1
   */
  static double quantile(double level, int degrees) {
    Require.that(level > 0 && level < 1, "level must be between 0 and 1, but was %s", level);
    double low = 0;
    double high = 1;
    while (bothTails(high, degrees) > level) {
      low = high;
      high *= 2;
    }
    while (high - low > 1e-12 * high) {
      double middle = (low + high) / 2;
      if (bothTails(middle, degrees) > level) {
        low = middle;
      } else {
        high = middle;
      }
    }
    return high;
  }
}
