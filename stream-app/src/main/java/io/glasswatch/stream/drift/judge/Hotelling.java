package io.glasswatch.stream.drift.judge;

import io.glasswatch.stream.drift.count.Moments;

/**
 * Whether two samples of vectors have the same mean, by Hotelling's statistic.
 *
 * <p>With {@code n} and {@code m} vectors of {@code k} coordinates, {@code d} the difference of
 * their means and {@code S} their pooled covariance, {@code T2 = d' S^-1 d / (1/n + 1/m)}; if the
 * means are the same, {@code (n+m-1-k) / (k (n+m-2)) T2} has the law of {@link EvenF} with {@code
 * k} and {@code n+m-1-k} degrees of freedom: exactly for normal vectors, nearly for the means of
 * many others.
 *
 * <p>The score is the unbiased estimate of the squared Mahalanobis distance of the true means, at
 * least 0. Where vectors are normal with one covariance that is their population stability index,
 * {@code KL(p,q) + KL(q,p)}, so the same scores matter.
 *
 * <p>Source: Hotelling, "The Generalization of Student's Ratio", Annals of Mathematical Statistics
 * 2, 1931.
 *
 * @param quadratic {@code d' S^-1 d}
 * @param size {@code 1/n + 1/m}
 * @param vectors {@code n + m}, at least {@code k + 4}
 */
record Hotelling(double quadratic, double size, long vectors) implements Comparison {

  private static final int K = Moments.DIMENSIONS;

  /** Coordinates are whole multiples of 2^-15; the variance below which they say nothing. */
  private static final double RESOLUTION = 0x1p-30;

  /** Fewer vectors than this in both samples cannot be compared. */
  static final int LEAST = K + 4;

  static Hotelling of(Moments reference, Moments window) {
    double[] difference = reference.mean();
    double[] mean = window.mean();
    double[][] covariance = reference.scatter();
    double[][] scatter = window.scatter();
    long vectors = reference.count() + window.count();
    for (int i = 0; i < K; i++) {
      difference[i] -= mean[i];
      for (int j = 0; j < K; j++) {
        covariance[i][j] = (covariance[i][j] + scatter[i][j]) / (vectors - 2);
      }
      covariance[i][i] += RESOLUTION;
    }
    double size = 1.0 / reference.count() + 1.0 / window.count();
    return new Hotelling(quadratic(covariance, difference), size, vectors);
  }

  /**
   * Returns {@code d' S^-1 d} by Cholesky's factors {@code S = L L'}: the square of {@code L^-1 d}.
   */
  private static double quadratic(double[][] s, double[] d) {
    double[][] l = new double[K][K];
    double[] y = new double[K];
    double sum = 0;
    for (int i = 0; i < K; i++) {
      y[i] = d[i];
      for (int j = 0; j <= i; j++) {
        double left = s[i][j];
        for (int h = 0; h < j; h++) {
          left -= l[i][h] * l[j][h];
        }
        l[i][j] = i == j ? Math.sqrt(Math.max(left, RESOLUTION)) : left / l[j][j];
      }
      for (int j = 0; j < i; j++) {
        y[i] -= l[i][j] * y[j];
      }
      y[i] /= l[i][i];
      sum += y[i] * y[i];
    }
    return sum;
  }

  @Override
  public double score() {
    return score(quadratic);
  }

  private double score(double quadratic) {
    return Math.max(0, (vectors - K - 3.0) / (vectors - 2) * quadratic - K * size);
  }

  @Override
  public double pValue() {
    return EvenF.upperTail(quadratic / toQuadratic(), K, degrees());
  }

  @Override
  public double threshold(double alpha) {
    return score(EvenF.upperQuantile(alpha, K, degrees()) * toQuadratic());
  }

  private double toQuadratic() {
    return K * (vectors - 2.0) / degrees() * size;
  }

  private long degrees() {
    return vectors - 1 - K;
  }
}
