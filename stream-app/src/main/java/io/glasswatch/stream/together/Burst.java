package io.glasswatch.stream.together;

import io.glasswatch.contract.Finding;
import io.glasswatch.contract.Require;
import io.glasswatch.contract.Severity;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A category is found far more often than it was before: in ten minutes more than three times as
 * often as in the subject's own past, and that beyond chance.
 *
 * @param id the rule id
 * @param subject what it is about
 * @param severity how much it matters
 */
record Burst(String id, Subject subject, Severity severity) implements Together {

  /*
   * With x sightings in one window and c in E windows before, both Poisson, and the rate of now at
   * most f times that of before, x of x + c is at most binomial with p = f / (f + E) [1]. The tail
   * is bounded by exp(-(x + c) KL(x / (x + c), p)) [2], so the test errs to the quiet side. Weights
   * by age make c and E smaller than the counts they stand for, which errs to the same side.
   *
   * [1] Przyborowski, Wilenski, Homogeneity of Results in Testing Samples from Poisson Series,
   *     Biometrika 31, 1940
   * [2] Hoeffding, Probability Inequalities for Sums of Bounded Random Variables, JASA 58, 1963
   */

  /** The days and nights of real traffic stay within it. */
  private static final double FACTOR = 3;

  /** Chance of a false alarm, at most, each time that a category is found. */
  private static final double CHANCE = 1e-6;

  /** Fewer are no burst, whatever was before. */
  private static final int FEWEST = 10;

  /** One person's loop is no burst. */
  private static final int FEWEST_PEOPLE = 3;

  /** An hour: what is known for less has no past. */
  private static final double LEAST_WINDOWS = Rate.windowsBetween(0, 6);

  /** How long a category of a subject is quiet once it was raised. */
  private static final long QUIET_MILLIS = 6 * Rate.WINDOW_MILLIS;

  Burst {
    Require.notBlank(id, "id");
  }

  @Override
  public Step observe(Memory memory, Sighting now) {
    long time = now.time().toEpochMilli();
    Memory next = memory;
    List<Finding> findings = new ArrayList<>();
    for (String category : now.categories()) {
      Rate before = next.rates().getOrDefault(category, Rate.startingIn(Rate.windowOf(time)));
      Rate rate = before.with(time, now.who());
      if (isBurst(rate, time, memory.since())) {
        rate = rate.withRaised(time);
        findings.add(new Finding(id, category, severity, Optional.empty(), 1));
      }
      next = next.withRate(category, rate);
    }
    return new Step(next, findings, 0);
  }

  private static boolean isBurst(Rate rate, long time, long since) {
    boolean quiet = rate.raised() > 0 && Math.abs(time - rate.raised()) <= QUIET_MILLIS;
    double windows = Rate.windowsBetween(Rate.windowOf(since), rate.window());
    return !quiet
        && Rate.windowOf(time) == rate.window()
        && rate.count() >= FEWEST
        && rate.people().size() >= FEWEST_PEOPLE
        && windows >= LEAST_WINDOWS
        && chance((double) rate.count(), rate.past(), windows) < CHANCE;
  }

  /**
   * Returns a bound on the chance of seeing as many, or more, at three times the past rate.
   *
   * @param now sightings in the window at hand, more than 0
   * @param past sightings before, weighted, at least 0
   * @param windows windows before, weighted, more than 0
   */
  static double chance(double now, double past, double windows) {
    double p = FACTOR / (FACTOR + windows);
    double share = now / (now + past);
    if (share <= p) {
      return 1;
    }
    double divergence =
        share * Math.log(share / p)
            + (past == 0 ? 0 : (1 - share) * Math.log((1 - share) / (1 - p)));
    return Math.exp(-(now + past) * divergence);
  }
}
