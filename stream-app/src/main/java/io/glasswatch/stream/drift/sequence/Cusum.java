package io.glasswatch.stream.drift.sequence;

import io.glasswatch.contract.Require;

/**
 * Two-sided cumulative sums over a standardised stream, O(1) in time and memory.
 *
 * <p>{@code S+ = max(0, S+ + z - k)} and {@code S- = max(0, S- - z - k)} with slack {@code k} [1];
 * quickest for a shift of {@code 2k} standard deviations [2].
 *
 * <p>[1] Page, "Continuous Inspection Schemes", Biometrika 41, 1954. [2] Lorden, "Procedures for
 * Reacting to a Change in Distribution", Annals of Mathematical Statistics 42(6), 1971.
 *
 * @param slack what an observation must exceed to count, in standard deviations, more than 0
 * @param limit where a sum alarms, in standard deviations, more than 0
 */
public record Cusum(double slack, double limit) {

  /**
   * The sums so far.
   *
   * @param up excess above, at least 0
   * @param down excess below, at least 0
   */
  public record State(double up, double down) {
    public static final State EMPTY = new State(0, 0);
  }

  public Cusum {
    Require.that(slack > 0, "slack must be more than 0, but was %s", slack);
    Require.that(limit > 0, "limit must be more than 0, but was %s", limit);
  }

  /**
   * Returns the sums that alarm by chance once in about {@code observations} of a normal stream.
   *
   * <p>One sum runs for {@code (exp(2kb) - 2kb - 1) / (2k^2)} with {@code b = h + 1.166} [Siegmund,
   * "Sequential Analysis", 1985, 2.57], two for half as long.
   *
   * @param slack in standard deviations, more than 0
   * @param observations at least 100
   */
  public static Cusum quietFor(double slack, double observations) {
    Require.that(
        observations >= 100, "observations must be at least 100, but were %s", observations);
    double low = 0.1;
    double high = 1;
    while (run(slack, high) < 2 * observations) {
      high *= 2;
    }
    while (high - low > 1e-9) {
      double middle = (low + high) / 2;
      if (run(slack, middle) < 2 * observations) {
        low = middle;
      } else {
        high = middle;
      }
    }
    return new Cusum(slack, high);
  }

  /** Returns {@code state} after one more observation; {@code state} itself is unchanged. */
  public State observe(State state, double z) {
    return observe(state, z, 1);
  }

  /**
   * Returns {@code state} after {@code count} observations that came together.
   *
   * @param total the sum of the standardised observations
   * @param count how many there are, at least 1
   */
  public State observe(State state, double total, long count) {
    Require.finite(total, "observation");
    Require.that(count >= 1, "count must be at least 1, but was %d", count);
    return new State(
        Math.max(0, state.up() + total - slack * count),
        Math.max(0, state.down() - total - slack * count));
  }

  /** Returns the larger sum as a share of the limit; from 1 on the stream has shifted. */
  public double score(State state) {
    return Math.max(state.up(), state.down()) / limit;
  }

  private static double run(double slack, double limit) {
    double b = 2 * slack * (limit + 1.166);
    return (Math.expm1(b) - b) / (2 * slack * slack);
  }
}
