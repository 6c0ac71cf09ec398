package io.glasswatch.stream.fairness;

import io.glasswatch.contract.Require;
import io.glasswatch.stream.drift.count.SignalCounts;

/**
 * The mean of a signal in a group.
 *
 * @param count observations, at least 0
 * @param value their mean
 * @param square the mean of their squares
 */
public record Mean(long count, double value, double square) {

  public Mean {
    Require.that(count >= 0, "count must be at least 0, but was %d", count);
  }

  static Mean of(SignalCounts counts) {
    double mean = counts.mean();
    return new Mean(counts.count(), mean, counts.variance() + mean * mean);
  }

  /** Returns the mean of these observations less those of {@code part}. */
  Mean without(Mean part) {
    long left = count - part.count;
    return left == 0
        ? new Mean(0, 0, 0)
        : new Mean(
            left,
            (count * value - part.count * part.value) / left,
            (count * square - part.count * part.square) / left);
  }

  /** Returns the variance of the mean itself: how far it lies from the true one, squared. */
  double error() {
    return Math.max(0, square - value * value) / count;
  }
}
