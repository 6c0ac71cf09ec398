package io.glasswatch.cli.probe;

import io.glasswatch.contract.Require;
import io.glasswatch.stream.fairness.Interval;
import java.util.Arrays;

/**
 * The mean of differences between pairs, and how sure it is by Student's t: the pairs stand for all
 * that might have been asked.
 *
 * @param pairs how many there are, at least 2
 * @param mean their mean difference
 * @param error the standard error of that mean, at least 0
 */
record PairedGap(int pairs, double mean, double error) {

  PairedGap {
    Require.that(pairs >= 2, "there must be at least 2 pairs, but were %d", pairs);
  }

  static PairedGap of(double[] differences) {
    int n = differences.length;
    double mean = Arrays.stream(differences).sum() / n;
    double squares = Arrays.stream(differences).map(d -> (d - mean) * (d - mean)).sum();
    return new PairedGap(n, mean, Math.sqrt(squares / (n - 1) / n));
  }

  /** Returns how often chance alone brings a gap as large, 0 to 1; 1 if there is no gap. */
  double pValue() {
    return mean == 0 ? 1 : Student.bothTails(Math.abs(mean) / error, pairs - 1);
  }

  /**
   * Returns where the true gap lies but for {@code level} of all cases; it leaves out 0 just when
   * the p-value is below that.
   */
  Interval interval(double level) {
    double half = error * Student.quantile(level, pairs - 1);
    return new Interval(mean - half, mean + half);
  }
}
