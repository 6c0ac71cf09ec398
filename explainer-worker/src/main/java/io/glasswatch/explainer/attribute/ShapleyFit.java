package io.glasswatch.explainer.attribute;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/**
 * Shapley values by weighted least squares over coalitions.
 *
 * <p>With n players, coalitions S of size s between 1 and n - 1 drawn in proportion to {@code 1 /
 * (s (n - s))}, each with its complement, the values phi minimise {@code sum_S (v(S) - v(0) -
 * sum_{i in S} phi_i)^2} under {@code sum_i phi_i = v(N) - v(0)}. When the coalitions are all there
 * are, or the game is additive, the values are exact. A small ridge keeps the fit solvable.
 *
 * <p>Source: Lundberg, Lee, "A Unified Approach to Interpreting Model Predictions", NeurIPS 2017;
 * paired sampling: Covert, Lee, AISTATS 2021.
 *
 * @param coalitions who takes part, shape [samples][players]
 */
record ShapleyFit(boolean[][] coalitions) {

  private static final double RIDGE = 1e-6;

  /**
   * Returns {@code samples} coalitions (rounded up to pairs) of {@code players}, at least 2
   * players.
   */
  static ShapleyFit sample(int players, int samples, long seed) {
    Random random = new Random(seed);
    double[] sizes = new double[players - 1];
    for (int s = 1; s < players; s++) {
      sizes[s - 1] = 1.0 / s / (players - s);
    }
    double total = Arrays.stream(sizes).sum();
    List<Integer> order = new ArrayList<>();
    for (int i = 0; i < players; i++) {
      order.add(i);
    }
    boolean[][] coalitions = new boolean[2 * ((samples + 1) / 2)][players];
    for (int c = 0; c < coalitions.length; c += 2) {
      double left = random.nextDouble() * total;
      int size = 1;
      while (size < players - 1 && left > sizes[size - 1]) {
        left -= sizes[size - 1];
        size++;
      }
      Collections.shuffle(order, random);
      for (int i = 0; i < players; i++) {
        coalitions[c][order.get(i)] = i < size;
        coalitions[c + 1][order.get(i)] = i >= size;
      }
    }
    return new ShapleyFit(coalitions);
  }

  /**
   * Returns the values.
   *
   * @param worth v(S) of each coalition
   * @param none v of nobody
   * @param all v of everybody
   * @return one value a player; they add up to {@code all - none}
   */
  double[] values(double[] worth, double none, double all) {
    int last = coalitions[0].length - 1;
    // phi_last = all - none - the others, so that the sum holds whatever the fit.
    LeastSquares fit = new LeastSquares(last, RIDGE);
    for (int c = 0; c < coalitions.length; c++) {
      double[] row = new double[last];
      double from = coalitions[c][last] ? 1 : 0;
      for (int i = 0; i < last; i++) {
        row[i] = (coalitions[c][i] ? 1 : 0) - from;
      }
      fit.add(row, worth[c] - none - from * (all - none), 1);
    }
    double[] some = fit.solution();
    double[] values = Arrays.copyOf(some, last + 1);
    values[last] = all - none - Arrays.stream(some).sum();
    return values;
  }
}
