package io.glasswatch.stream.drift.judge;

import io.glasswatch.contract.Require;
import io.glasswatch.contract.Severity;
import io.glasswatch.stream.drift.count.SignalCounts;
import io.glasswatch.stream.drift.judge.DriftVerdict.Drifted;
import io.glasswatch.stream.drift.judge.DriftVerdict.Stable;
import io.glasswatch.stream.drift.judge.DriftVerdict.Undecided;

/**
 * Holds a window against its reference with a threshold that knows the size of both.
 *
 * <p>With {@code n} observations in the window, {@code m} in the reference and {@code B} bins, the
 * difference is significant if the population stability index reaches {@code chi2(1 - alpha; B - 1)
 * * (1/n + 1/m)}, which chance does in a share {@code alpha} of the windows.
 *
 * @param alpha how often a window that has not drifted may be called significant, between 0 and 1
 * @param minimum observations needed in a window, at least 1
 */
public record DriftJudge(double alpha, long minimum) {

  /** A smaller index is a difference that does not matter. */
  public static final double MATERIAL = 0.1;

  /** An index from here on is a strong difference. */
  public static final double STRONG = 0.25;

  public DriftJudge {
    Require.that(alpha > 0 && alpha < 1, "alpha must be between 0 and 1, but was %s", alpha);
    Require.that(minimum >= 1, "minimum must be at least 1, but was %d", minimum);
  }

  /** Returns what {@code window} says of a signal whose reference is {@code bins}. */
  public DriftVerdict judge(Bins bins, SignalCounts window) {
    if (window.count() < minimum) {
      return new Undecided(window.count(), minimum);
    }
    long n = window.count();
    long m = 0;
    for (long count : bins.reference()) {
      m += count;
    }
    double score = Psi.of(bins.counts(window), bins.reference());
    double threshold =
        ChiSquare.upperQuantile(alpha, bins.upper().length - 1) * (1.0 / n + 1.0 / m);
    return score < threshold
        ? new Stable(score, threshold, n)
        : new Drifted(severity(score), score, threshold, n);
  }

  private static Severity severity(double score) {
    if (score < MATERIAL) {
      return Severity.INFO;
    }
    return score < STRONG ? Severity.WARNING : Severity.CRITICAL;
  }
}
