package io.glasswatch.explainer.attribute;

/**
 * Gauss-Legendre quadrature on [0, 1]: {@code integral f = sum_k weights[k] f(nodes[k])}, exact for
 * polynomials of degree below {@code 2 n}.
 *
 * <p>Source: Press et al., "Numerical Recipes", section 4.6: Newton's method on the roots of the
 * Legendre polynomials.
 *
 * @param nodes n points, rising, strictly within 0 and 1
 * @param weights n weights that add up to 1
 */
record GaussLegendre(double[] nodes, double[] weights) {

  private static final double PRECISION = 1e-14;

  /** Returns the rule with {@code n} points, n at least 1. */
  static GaussLegendre of(int n) {
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
    return new GaussLegendre(nodes, weights);
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
