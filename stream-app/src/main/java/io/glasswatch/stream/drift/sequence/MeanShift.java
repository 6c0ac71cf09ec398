package io.glasswatch.stream.drift.sequence;

import io.glasswatch.contract.Require;

/**
 * A two-sided test for a shift of a standardised stream's mean, added up over as many batches of
 * observations as it takes; O(1) in time and memory.
 *
 * <p>On each side it keeps Shiryaev's and Roberts' statistic [1, 2]: {@code R' = (1 + R) exp(theta
 * (s - (m + k) c))} after a batch of {@code c} observations of sum {@code s}, with slack {@code k},
 * the mean {@code m} so far, and {@code theta} such that {@code E exp(theta (z - k)) = 1} while
 * nothing shifts, {@code 2k} for a normal stream. {@code R} less the number of batches is then a
 * martingale, so that {@code R} takes {@code A} batches in the mean to reach {@code A}, or more
 * [3]. Two sides with {@code A = 2 / alpha} alarm by chance once in {@code 1 / alpha} batches or
 * less often.
 *
 * <p>The mean is learned from the reference and from what came since. A side stops to learn where
 * {@code R} reaches 2, lest a shift hides itself, and nothing is learned during an alarm. A mean of
 * {@code n} observations is off by {@code 1 / sqrt(n)}, so a sum of {@code j} varies by {@code j +
 * j^2 / n}; the sum that matters for a height {@code h} has {@code j = h / k}. Hence the height is
 * raised to {@code h / (1 - h / (k n))}. {@code R} ends at the square of its limit, so that it
 * comes back when the stream does.
 *
 * <p>[1] Shiryaev, "On Optimum Methods in Quickest Detection Problems", Theory of Probability 8(1),
 * 1963. [2] Roberts, "A Comparison of Some Control Chart Procedures", Technometrics 8(3), 1966. [3]
 * Pollak, "Optimal Detection of a Change in Distribution", Annals of Statistics 13(1), 1985.
 *
 * @param slack shift that is not worth an alarm, in standard deviations, more than 0
 * @param upRate {@code theta} of the upper side, more than 0
 * @param downRate {@code theta} of the lower side, more than 0
 * @param limit {@code ln A}, more than 0
 */
public record MeanShift(double slack, double upRate, double downRate, double limit) {

  /** {@code ln(1 + R)} from which on a side stops to learn. */
  private static final double SUSPICIOUS = Math.log(3);

  /** The most that a limit is raised by. */
  private static final double MOST_RAISED = 4;

  /**
   * One direction.
   *
   * @param log {@code ln(1 + R)}, at least 0
   * @param mean the mean that the sum is held against
   * @param seen observations that this mean stands on, at least 1
   */
  public record Side(double log, double mean, double seen) {}

  /**
   * All the test remembers of a stream.
   *
   * @param mean of the stream so far
   * @param seen observations that it stands on
   * @param up the upper side
   * @param down the lower side
   */
  public record State(double mean, double seen, Side up, Side down) {

    /** Returns the state after a reference of {@code observations}, at least 1, whose mean is 0. */
    public static State after(long observations) {
      Require.that(observations >= 1, "a reference needs an observation");
      Side side = new Side(0, 0, observations);
      return new State(0, observations, side, side);
    }

    /** Returns the state with nothing added up. */
    public State restarted() {
      Side side = new Side(0, mean, seen);
      return new State(mean, seen, side, side);
    }
  }

  /**
   * How far the side has come that is nearest to its limit.
   *
   * @param score {@code ln(1 + R)}
   * @param threshold from where on the mean has shifted
   */
  public record Reading(double score, double threshold) {

    /** Tells whether the mean has shifted. */
    public boolean shifted() {
      return score >= threshold;
    }
  }

  public MeanShift {
    Require.that(slack > 0, "slack must be more than 0, but was %s", slack);
    Require.that(upRate > 0 && downRate > 0, "rates must be more than 0");
    Require.that(limit > 0, "limit must be more than 0, but was %s", limit);
  }

  /**
   * Returns the test of streams like a reference that alarms by chance in at most a share {@code
   * alpha} of the batches.
   *
   * @param scores of the reference
   * @param slack in standard deviations, more than 0
   * @param alpha more than 0, less than 1
   */
  public static MeanShift of(NormalScores scores, double slack, double alpha) {
    Require.that(alpha > 0 && alpha < 1, "alpha must be between 0 and 1, but was %s", alpha);
    return new MeanShift(
        slack, scores.exponent(1, slack), scores.exponent(-1, slack), Math.log(2 / alpha));
  }

  /**
   * Returns {@code state} after a batch; {@code state} itself is unchanged.
   *
   * @param total the sum of the standardised observations
   * @param count how many there are, at least 1
   */
  public State observe(State state, double total, long count) {
    Require.finite(total, "sum");
    Require.that(count >= 1, "count must be at least 1, but was %d", count);
    boolean learns = !reading(state).shifted();
    double seen = learns ? state.seen() + count : state.seen();
    double mean = learns ? state.mean() + (total - state.mean() * count) / seen : state.mean();
    return new State(
        mean,
        seen,
        next(state.up(), upRate, total - state.up().mean() * count, count, mean, seen),
        next(state.down(), downRate, state.down().mean() * count - total, count, mean, seen));
  }

  /** Returns how far {@code state} has come. */
  public Reading reading(State state) {
    Reading up = new Reading(state.up().log(), threshold(state.up(), upRate));
    Reading down = new Reading(state.down().log(), threshold(state.down(), downRate));
    return up.score() * down.threshold() >= down.score() * up.threshold() ? up : down;
  }

  private Side next(Side side, double rate, double excess, long count, double mean, double seen) {
    double log = onePlusExp(side.log() + rate * (excess - slack * count));
    return log < SUSPICIOUS
        ? new Side(log, mean, seen)
        : new Side(Math.min(log, 2 * threshold(side, rate)), side.mean(), side.seen());
  }

  private double threshold(Side side, double rate) {
    double left = 1 - limit / (rate * slack * side.seen());
    return limit / Math.max(left, 1 / MOST_RAISED);
  }

  /** Returns {@code ln(1 + exp(x))}. */
  private static double onePlusExp(double x) {
    return x > 0 ? x + Math.log1p(Math.exp(-x)) : Math.log1p(Math.exp(x));
  }
}
