package io.glasswatch.explainer.train;

import io.glasswatch.explainer.model.Directions;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * The directions in which embeddings differ most: the first eigenvectors of their covariance, by
 * orthogonal iteration.
 *
 * <p>Source: Golub, Van Loan, "Matrix Computations", 8.2.4.
 */
final class PrincipalDirections {

  private static final int ITERATIONS = 200;
  private static final long SEED = 1;

  private PrincipalDirections() {}

  /** Returns the principal directions of the texts' embeddings, the strongest first. */
  static Directions of(List<Example> texts) {
    double[][] points =
        texts.stream()
            .map(text -> Directions.mean(List.of(text.windows())))
            .toArray(double[][]::new);
    double[][] covariance = covariance(points);
    Random random = new Random(SEED);
    double[][] basis = new double[Directions.COUNT][covariance.length];
    for (double[] vector : basis) {
      for (int i = 0; i < vector.length; i++) {
        vector[i] = random.nextGaussian();
      }
    }
    for (int n = 0; n < ITERATIONS; n++) {
      for (int k = 0; k < basis.length; k++) {
        double[] vector = basis[k];
        basis[k] =
            IntStream.range(0, vector.length)
                .mapToDouble(i -> dot(covariance[i], vector))
                .toArray();
      }
      orthonormalise(basis);
    }
    return Directions.of(basis);
  }

  private static double[][] covariance(double[][] points) {
    int width = points[0].length;
    double[] mean = new double[width];
    for (double[] point : points) {
      for (int i = 0; i < width; i++) {
        mean[i] += point[i] / points.length;
      }
    }
    double[][] covariance = new double[width][width];
    for (double[] point : points) {
      for (int i = 0; i < width; i++) {
        for (int j = 0; j < width; j++) {
          covariance[i][j] += (point[i] - mean[i]) * (point[j] - mean[j]) / points.length;
        }
      }
    }
    return covariance;
  }

  /** Gram and Schmidt's process. */
  private static void orthonormalise(double[][] basis) {
    for (int k = 0; k < basis.length; k++) {
      for (int before = 0; before < k; before++) {
        double along = dot(basis[k], basis[before]);
        for (int i = 0; i < basis[k].length; i++) {
          basis[k][i] -= along * basis[before][i];
        }
      }
      double length = Math.max(Math.sqrt(dot(basis[k], basis[k])), 1e-12);
      for (int i = 0; i < basis[k].length; i++) {
        basis[k][i] /= length;
      }
    }
  }

  private static double dot(double[] a, double[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += a[i] * b[i];
    }
    return sum;
  }
}
