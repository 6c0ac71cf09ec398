package io.glasswatch.stream.drift.judge;

import io.glasswatch.contract.Require;
import io.glasswatch.stream.drift.count.SignalCounts;

/**
 * What one signal looked like in its reference.
 *
 * @param counts all observations, not to be changed
 * @param bins the axis cut at their quantiles
 */
public record Profile(SignalCounts counts, Bins bins) {

  private static final int BINS = 10;

  public Profile {
    Require.that(
        counts.count() == bins.records(),
        "the bins must hold all %d observations, but hold %d",
        counts.count(),
        bins.records());
  }

  /** Returns the profile of at least one observation. */
  public static Profile of(SignalCounts counts) {
    return new Profile(counts, Bins.quantiles(counts, BINS));
  }
}
