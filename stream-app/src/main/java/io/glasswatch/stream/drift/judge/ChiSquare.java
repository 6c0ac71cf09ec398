package io.glasswatch.stream.drift.judge;

import io.glasswatch.contract.Require;

/**
 * The chi-square distribution.
 *
 * <p>Its distribution function is the regularised lower incomplete gamma function {@code P(k/2,
 * x/2)} [1, 26.4.19], computed by its series [1, 6.5.29] left of the mean and by its continued
 * fraction [1, 6.5.31] with Lentz's evaluation right of it; the gamma function by Lanczos [2]. The
 * quantile is found by bisection.
 *
 * <p>[1] Abramowitz, Stegun, "Handbook of Mathematical Functions", 1964. [2] Lanczos, "A Precision
 * Approximation of the Gamma Function", SIAM J. Numer. Anal. B 1, 1964.
 */
public final class ChiSquare {

  private static final double[] LANCZOS = {
    0.9999999999998099,
    676.5203681218851,
    -1259.1392167224028,
    771.3234287776531,
    -176.6150291621406,
    12.507343278686905,
    -0.13857109526572012,
    9.984369578019572e-6,
    1.5056327351493116e-7
  };
  private static final double TINY = 1e-300;
  private static final double PRECISION = 1e-15;

  private ChiSquare() {}

  /**
   * Returns the probability of at least {@code x}.
   *
   * @param x at least 0
   * @param degrees degrees of freedom, more than 0
   * @return 0 to 1, good to about 1e-13 of itself down to 1e-290
   */
  public static double upperTail(double x, double degrees) {
    Require.that(degrees > 0, "degrees of freedom must be more than 0, but were %s", degrees);
    Require.that(x >= 0, "x must be at least 0, but was %s", x);
    if (x == 0) {
      return 1;
    }
    double a = degrees / 2;
    double z = x / 2;
    return z < a + 1 ? 1 - lowerSeries(a, z) : upperFraction(a, z);
  }

  /**
   * Returns the {@code x} that is reached or exceeded with probability {@code alpha}.
   *
   * @param alpha more than 0, less than 1
   * @param degrees degrees of freedom, more than 0
   */
  public static double upperQuantile(double alpha, double degrees) {
    Require.that(alpha > 0 && alpha < 1, "alpha must be between 0 and 1, but was %s", alpha);
    double low = 0;
    double high = Math.max(1, degrees);
    while (upperTail(high, degrees) > alpha) {
      low = high;
      high *= 2;
    }
    while (high - low > 1e-12 * high) {
      double middle = (low + high) / 2;
      if (upperTail(middle, degrees) > alpha) {
        low = middle;
      } else {
        high = middle;
      }
    }
    return high;
  }

  /** P(a, z) = z^a e^-z / Gamma(a + 1) * sum_n z^n / ((a + 1) ... (a + n)). */
  private static double lowerSeries(double a, double z) {
    double term = 1;
    double sum = 1;
    for (double n = a + 1; term > sum * PRECISION; n++) {
      term *= z / n;
      sum += term;
    }
    return Math.exp(a * Math.log(z) - z - logGamma(a + 1)) * sum;
  }

  /** Q(a, z) = z^a e^-z / Gamma(a) * 1/(z+1-a- 1(1-a)/(z+3-a- 2(2-a)/(z+5-a- ...))). */
  private static double upperFraction(double a, double z) {
    double b = z + 1 - a;
    double c = 1 / TINY;
    double d = 1 / b;
    double fraction = d;
    double change = 0;
    for (int i = 1; Math.abs(change - 1) > PRECISION && i < 10_000; i++) {
      double numerator = -i * (i - a);
      b += 2;
      d = 1 / nonZero(numerator * d + b);
      c = nonZero(b + numerator / c);
      change = c * d;
      fraction *= change;
    }
    return Math.exp(a * Math.log(z) - z - logGamma(a)) * fraction;
  }

  private static double nonZero(double x) {
    return Math.abs(x) < TINY ? TINY : x;
  }

  private static double logGamma(double x) {
    double sum = LANCZOS[0];
    for (int i = 1; i < LANCZOS.length; i++) {
      sum += LANCZOS[i] / (x - 1 + i);
    }
    double t = x - 1 + 7.5;
    return 0.5 * Math.log(2 * Math.PI) + (x - 0.5) * Math.log(t) - t + Math.log(sum);
  }
}
