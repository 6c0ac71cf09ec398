package io.glasswatch.explainer.attribute;

/** Weighted least squares with a ridge: {@code min sum w (y - x b)^2 + ridge |b|^2}. */
final class LeastSquares {

  private final double[][] normal;
  private final int unknowns;

  /** Makes a fit of {@code unknowns} numbers; {@code ridge} is more than 0. */
  LeastSquares(int unknowns, double ridge) {
    this.unknowns = unknowns;
    normal = new double[unknowns][unknowns + 1];
    for (int i = 0; i < unknowns; i++) {
      normal[i][i] = ridge;
    }
  }

  /** Adds one equation, {@code x b = y}, with a weight. */
  void add(double[] x, double y, double weight) {
    for (int i = 0; i < unknowns; i++) {
      if (x[i] != 0) {
        double scaled = weight * x[i];
        for (int j = 0; j < unknowns; j++) {
          normal[i][j] += scaled * x[j];
        }
        normal[i][unknowns] += scaled * y;
      }
    }
  }

  /** Solves the normal equations, which are symmetric and positive definite; the fit is used up. */
  double[] solution() {
    for (int p = 0; p < unknowns; p++) {
      for (int row = p + 1; row < unknowns; row++) {
        double factor = normal[row][p] / normal[p][p];
        if (factor != 0) {
          for (int column = p; column <= unknowns; column++) {
            normal[row][column] -= factor * normal[p][column];
          }
        }
      }
    }
    double[] b = new double[unknowns];
    for (int row = unknowns - 1; row >= 0; row--) {
      double sum = normal[row][unknowns];
      for (int column = row + 1; column < unknowns; column++) {
        sum -= normal[row][column] * b[column];
      }
      b[row] = sum / normal[row][row];
    }
    return b;
  }
}
