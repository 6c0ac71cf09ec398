package io.glasswatch.stream.drift.sequence;

import io.glasswatch.contract.Require;

/**
 * The Page-Hinkley test for a shift in the mean of a stream, two-sided, O(1) in time and memory.
 *
 * <p>It needs no reference: the running mean {@code m_t} is its own. With {@code U_t = sum_{i<=t}
 * (x_i - m_i - tolerance)} and {@code L_t = sum_{i<=t} (x_i - m_i + tolerance)} it alarms when
 * {@code U_t - min U} or {@code max L - L_t} exceeds the threshold [1, 2].
 *
 * <p>[1] Page, "Continuous Inspection Schemes", Biometrika 41, 1954. [2] Gama et al., "A Survey on
 * Concept Drift Adaptation", ACM Computing Surveys 46(4), 2014.
 *
 * @param tolerance shift in the mean that is not worth an alarm, in the units of the observations
 * @param threshold how far a sum may move from its extreme, in the same units, more than 0
 * @param warmUp observations before the first alarm, at least 1
 */
public record PageHinkley(double tolerance, double threshold, long warmUp) {

  /** For a stream of standard deviation 1. */
  public static final PageHinkley STANDARD = new PageHinkley(0.25, 20, 1000);

  /**
   * All the test remembers of a stream.
   *
   * @param seen observations so far
   * @param mean their running mean
   * @param above {@code U - min U}, at least 0
   * @param below {@code max L - L}, at least 0
   */
  public record State(long seen, double mean, double above, double below) {
    public static final State EMPTY = new State(0, 0, 0, 0);
  }

  public PageHinkley {
    Require.that(tolerance >= 0, "tolerance must be at least 0, but was %s", tolerance);
    Require.that(threshold > 0, "threshold must be more than 0, but was %s", threshold);
    Require.that(warmUp >= 1, "warmUp must be at least 1, but was %d", warmUp);
  }

  /** Returns {@code state} after one more observation; {@code state} itself is unchanged. */
  public State observe(State state, double x) {
    Require.finite(x, "observation");
    long seen = state.seen() + 1;
    double mean = state.mean() + (x - state.mean()) / seen;
    double above = Math.max(0, state.above() + x - mean - tolerance);
    double below = Math.max(0, state.below() - (x - mean) - tolerance);
    return new State(seen, mean, above, below);
  }

  /** Returns the larger sum as a share of the threshold; above 1 the stream has shifted. */
  public double score(State state) {
    return state.seen() < warmUp ? 0 : Math.max(state.above(), state.below()) / threshold;
  }
}
