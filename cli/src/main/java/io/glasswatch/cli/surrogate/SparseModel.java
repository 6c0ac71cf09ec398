package io.glasswatch.cli.surrogate;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A linear model of few features that are there or not: {@code y = base + sum of weights of the
 * features that are there}.
 *
 * <p>Fitted by least squares with a penalty on the sum of the sizes of the weights (the lasso), by
 * coordinate descent; the penalty is lowered until the model has as many features as it may have.
 * Then the weights of the chosen features are fitted again without the penalty, which would shrink
 * them.
 *
 * <p>Source: Friedman, Hastie, Tibshirani, "Regularization Paths for Generalized Linear Models via
 * Coordinate Descent", Journal of Statistical Software 33(1), 2010.
 *
 * @param base the value where no feature is there
 * @param weights one a feature; most are 0
 */
record SparseModel(double base, double[] weights) {

  private static final int STEPS = 60;
  private static final double FINER = 0.85;
  private static final int SWEEPS = 50;

  /** Keeps features that always come together from having weights without bounds. */
  private static final double RIDGE = 1e-3;

  /**
   * Fits {@code values}.
   *
   * @param rows which features each value has, shape [values][features]
   * @param most the most features of the model
   */
  static SparseModel fit(List<boolean[]> rows, double[] values, int most) {
    int features = rows.get(0).length;
    double[] weights = new double[features];
    double[] last = weights;
    double penalty = 1;
    double largest = largestPull(rows, values);
    for (int step = 0; step < STEPS && used(weights) <= most; step++) {
      last = weights.clone();
      penalty *= FINER;
      descend(rows, values, weights, penalty * largest, all(features), 0);
    }
    double[] chosen = used(weights) <= most ? weights : last;
    int[] kept = IntStream.range(0, features).filter(f -> chosen[f] != 0).toArray();
    double[] refitted = chosen.clone();
    double base = descend(rows, values, refitted, 0, kept, RIDGE);
    return new SparseModel(base, refitted);
  }

  /** Returns the model's value of a text with these features. */
  double value(boolean[] row) {
    double value = base;
    for (int f = 0; f < weights.length; f++) {
      value += row[f] ? weights[f] : 0;
    }
    return value;
  }

  /** Returns the base after sweeps over {@code which}; {@code weights} is changed. */
  private static double descend(
      List<boolean[]> rows,
      double[] values,
      double[] weights,
      double penalty,
      int[] which,
      double ridge) {
    int n = rows.size();
    double base = 0;
    double[] residual = new double[n];
    for (int i = 0; i < n; i++) {
      residual[i] = values[i] - new SparseModel(0, weights).value(rows.get(i));
    }
    for (int sweep = 0; sweep < SWEEPS; sweep++) {
      double shift = Arrays.stream(residual).average().orElse(0);
      base += shift;
      for (int i = 0; i < n; i++) {
        residual[i] -= shift;
      }
      for (int f : which) {
        int count = 0;
        double pull = 0;
        for (int i = 0; i < n; i++) {
          if (rows.get(i)[f]) {
            count++;
            pull += residual[i] + weights[f];
          }
        }
        double soft = Math.signum(pull) * Math.max(0, Math.abs(pull) - penalty * n);
        double next = count == 0 ? 0 : soft / (count + ridge * n);
        for (int i = 0; i < n; i++) {
          residual[i] -= rows.get(i)[f] ? next - weights[f] : 0;
        }
        weights[f] = next;
      }
    }
    return base;
  }

  /** Returns the penalty from which on no feature is worth its weight. */
  private static double largestPull(List<boolean[]> rows, double[] values) {
    double mean = Arrays.stream(values).average().orElse(0);
    double largest = 0;
    for (int f = 0; f < rows.get(0).length; f++) {
      double pull = 0;
      for (int i = 0; i < values.length; i++) {
        pull += rows.get(i)[f] ? values[i] - mean : 0;
      }
      largest = Math.max(largest, Math.abs(pull) / values.length);
    }
    return largest;
  }

  private static long used(double[] weights) {
    return Arrays.stream(weights).filter(w -> w != 0).count();
  }

  private static int[] all(int features) {
    return IntStream.range(0, features).toArray();
  }
}
