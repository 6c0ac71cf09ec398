package io.glasswatch.explainer.attribute;

/**
 * A rule for integrals over [0, 1]: {@code integral f = sum_k weights[k] f(nodes[k])}.
 *
 * @param nodes n points, rising, within 0 and 1
 * @param weights n weights that add up to 1
 */
public record Quadrature(double[] nodes, double[] weights) {

  private static final double PRECISION = 1e-14;

  /**
   * Returns the rule of Gauss and Legendre with {@code n} points, n at least 1: exact for
   * polynomials of degree below {@code 2 n}.
   *
   * <p>Source: Press et al., "Numerical Recipes", section 4.6: Newton's method on the roots of the
   * Legendre polynomials.
   */
  public static Quadrature gaussLegendre(int n) {
    double[] nodes = new double[n];
    double[] weights = new double[n];
    for (int k = 0; k < n; k++) {
      double x = -Math.cos(Math.PI * (k + 0.75) / (n + 0.5));
      double[] at = legendre(n, x);
      while (Math.abs(at[0] / at[1]) > PRECISION) {
        x -= at[0] / at[1];
        at = legendre(n, x);
      }
      nodes[k] = (1 + x) / 2;
      weights[k] = 1 / ((1 - x * x) * at[1] * at[1]);
    }
    return new Quadrature(nodes, weights);
  }

  /** Returns {@code n} uniform steps, each read in its middle. */
  public static Quadrature midpoint(int n) {
    double[] nodes = new double[n];
    double[] weights = new double[n];
    for (int k = 0; k < n; k++) {
      nodes[k] = (k + 0.5) / n;
      weights[k] = 1.0 / n;
    }
    return new Quadrature(nodes, weights);
  }

  /** Returns the Legendre polynomial P_n and its derivative at x. */
  private static double[] legendre(int n, double x) {
    double before = 1;
    double now = x;
    for (int degree = 2; degree <= n; degree++) {
      double next = ((2 * degree - 1) * x * now - (degree - 1) * before) / degree;
      before = now;
      now = next;
    }
    return new double[] {now, n * (x * now - before) / (x * x - 1)};
  }
}
