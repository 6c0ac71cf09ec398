package io.glasswatch.stream.fairness;

import io.glasswatch.contract.Require;

/**
 * Where a number is likely to lie.
 *
 * @param low lower end
 * @param high upper end, at least {@code low}
 */
public record Interval(double low, double high) {

  public Interval {
    Require.that(low <= high, "an interval must have low <= high, but was %s to %s", low, high);
  }

  public boolean contains(double x) {
    return low <= x && x <= high;
  }
}
