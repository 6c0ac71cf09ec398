package io.glasswatch.stream.drift.judge;

import io.glasswatch.contract.Require;
import java.util.function.ToDoubleBiFunction;

/**
 * A distance over two bins, held against its exact law.
 *
 * <p>Of {@code n + m} observations {@code K} fell into the second bin. If nothing has drifted, each
 * choice of {@code n} of them is equally likely to be the window, so the number {@code x} in the
 * window's second bin has the hypergeometric law [1] {@code P(x) = C(K, x) C(n+m-K, n-x) / C(n+m,
 * n)}, whatever the true rate is. Outcomes are ordered by their distance, and the p-value of the
 * observed one is {@code P(more extreme) + U P(observed)} with {@code U} uniform on 0 to 1 [2]:
 * only so is a test of few possible outcomes significant exactly as often as asked.
 *
 * <p>[1] Fisher, "The Logic of Inductive Inference", J. Royal Statistical Society 98(1), 1935. [2]
 * Tocher, "Extension of the Neyman-Pearson Theory of Tests to Discontinuous Variates", Biometrika
 * 37, 1950.
 */
final class TwoBins implements Comparison {

  /** Outcomes this much rarer than the likeliest are left out. */
  private static final double NEGLIGIBLE = 1e-30;

  private final int n;
  private final int m;
  private final int total;
  private final int observed;
  private final double uniform;
  private final ToDoubleBiFunction<long[], long[]> distance;
  private final int first;
  private final double[] probabilities;

  /**
   * @param window counts of the window in both bins
   * @param reference counts of the reference in both bins
   * @param uniform 0 to 1, drawn independently of the counts
   * @param distance of a window's histogram from a reference's
   */
  TwoBins(
      long[] window,
      long[] reference,
      double uniform,
      ToDoubleBiFunction<long[], long[]> distance) {
    this.distance = distance;
    Require.that(window.length == 2 && reference.length == 2, "there must be two bins");
    this.n = Math.toIntExact(Counts.total(window));
    this.m = Math.toIntExact(Counts.total(reference));
    this.observed = Math.toIntExact(window[1]);
    this.total = Math.toIntExact(window[1] + reference[1]);
    this.uniform = uniform;
    int mode = (int) ((n + 1L) * (total + 1L) / (n + m + 2L));
    int low = mode;
    int high = mode;
    double p = 1;
    while (low > Math.max(0, total - m) && p > NEGLIGIBLE) {
      p /= ratio(low - 1);
      low--;
    }
    p = 1;
    while (high < Math.min(n, total) && p > NEGLIGIBLE) {
      p *= ratio(high);
      high++;
    }
    this.first = low;
    this.probabilities = new double[high - low + 1];
    fill(mode);
  }

  @Override
  public double score() {
    return score(observed);
  }

  @Override
  public double pValue() {
    if (observed < first || observed >= first + probabilities.length) {
      return 0;
    }
    return walk(Double.POSITIVE_INFINITY, observed).tail();
  }

  @Override
  public double threshold(double alpha) {
    return walk(alpha, -1).score();
  }

  /** Where a walk from the most extreme outcome inwards has stopped. */
  private record Stop(double tail, double score) {}

  /**
   * Walks inwards until the outcome {@code last}, or as long as the p-value is at most {@code
   * alpha}. If not even the most extreme outcome is that rare, the score is just beyond it.
   */
  private Stop walk(double alpha, int last) {
    int left = first;
    int right = first + probabilities.length - 1;
    double beyond = 0;
    double reached = Math.nextUp(Math.max(score(left), score(right)));
    while (left <= right) {
      double tie = Math.max(score(left), score(right)) * (1 - 1e-12);
      int from = left;
      int to = right;
      double probability = 0;
      if (score(from) >= tie) {
        probability += probabilities[left++ - first];
      }
      if (score(to) >= tie && right >= left) {
        probability += probabilities[right-- - first];
      }
      double tail = beyond + uniform * probability;
      if (tail > alpha) {
        break;
      }
      reached = tie;
      if ((last >= from && last < left) || (last > right && last <= to)) {
        return new Stop(tail, reached);
      }
      beyond += probability;
    }
    return new Stop(beyond, reached);
  }

  /** P(x + 1) / P(x). */
  private double ratio(int x) {
    return (double) (total - x) / (x + 1) * (n - x) / (m - total + x + 1.0);
  }

  private void fill(int mode) {
    probabilities[mode - first] = 1;
    for (int x = mode; x > first; x--) {
      probabilities[x - 1 - first] = probabilities[x - first] / ratio(x - 1);
    }
    for (int x = mode; x < first + probabilities.length - 1; x++) {
      probabilities[x + 1 - first] = probabilities[x - first] * ratio(x);
    }
    double sum = 0;
    for (double p : probabilities) {
      sum += p;
    }
    for (int i = 0; i < probabilities.length; i++) {
      probabilities[i] /= sum;
    }
  }

  private double score(int x) {
    return distance.applyAsDouble(new long[] {n - x, x}, new long[] {m - total + x, total - x});
  }
}
