package io.glasswatch.stream.fairness;

import io.glasswatch.contract.Require;

/**
 * What is said of a group's rate next to everyone else's.
 *
 * <p>The <em>difference</em> is demographic parity's: the group's rate less the others', with
 * Newcombe's interval from two Wilson intervals [1]. The <em>ratio</em> is the disparate impact
 * ratio: the smaller rate over the larger, 0 to 1, of which the four-fifths rule asks at least 0.8
 * [2]. For a rare event the ratio alone would call 1 of 1,000 against 2 of 1,000 unfair, so a group
 * counts as treated unlike the others only if the ratio is below 0.8 and the difference's interval
 * leaves out 0.
 *
 * <p>[1] Newcombe, "Interval Estimation for the Difference Between Independent Proportions",
 * Statistics in Medicine 17, 1998, method 10. [2] Uniform Guidelines on Employee Selection
 * Procedures, 29 CFR 1607.4 D, 1978.
 */
public sealed interface Parity {

  /** The ratio that the four-fifths rule asks for. */
  double FOUR_FIFTHS = 0.8;

  /**
   * Both groups are large enough to be compared.
   *
   * @param difference the group's rate or mean less the others'; of rates -1 to 1
   * @param interval where the true difference is likely to lie
   * @param ratio the smaller rate over the larger, 0 to 1; 1 if both are 0
   */
  record Compared(double difference, Interval interval, double ratio) implements Parity {

    /** Returns whether the group is treated unlike the others, by more than chance. */
    public boolean unlike() {
      return ratio < FOUR_FIFTHS && !interval.contains(0);
    }
  }

  /**
   * Too few were seen to say anything.
   *
   * @param seen size of the smaller group
   * @param needed size that would have been enough
   */
  record TooFew(long seen, long needed) implements Parity {}

  /**
   * Compares the mean of a signal that is at least 0 in a group with everyone else's; the interval
   * is Welch's for large groups.
   *
   * @param minimum observations that both must have, at least 1
   * @param z standard deviations of the interval, e.g. 1.96 for 95 %; more than 0
   */
  static Parity of(Mean group, Mean others, long minimum, double z) {
    Require.that(minimum >= 1, "minimum must be at least 1, but was %d", minimum);
    long smaller = Math.min(group.count(), others.count());
    if (smaller < minimum) {
      return new TooFew(smaller, minimum);
    }
    double difference = group.value() - others.value();
    double half = z * Math.sqrt(group.error() + others.error());
    double larger = Math.max(group.value(), others.value());
    return new Compared(
        difference,
        new Interval(difference - half, difference + half),
        larger <= 0 ? 1 : Math.max(0, Math.min(group.value(), others.value())) / larger);
  }

  /**
   * Compares a group with everyone else.
   *
   * @param group the group's rate
   * @param others everyone else's
   * @param minimum size that both must have, at least 1
   * @param z standard deviations of the interval, e.g. 1.96 for 95 %; more than 0
   */
  static Parity of(Rate group, Rate others, long minimum, double z) {
    Require.that(minimum >= 1, "minimum must be at least 1, but was %d", minimum);
    long smaller = Math.min(group.total(), others.total());
    if (smaller < minimum) {
      return new TooFew(smaller, minimum);
    }
    double p = group.share();
    double q = others.share();
    Interval ofGroup = group.wilson(z);
    Interval ofOthers = others.wilson(z);
    double below = Math.hypot(p - ofGroup.low(), ofOthers.high() - q);
    double above = Math.hypot(ofGroup.high() - p, q - ofOthers.low());
    double larger = Math.max(p, q);
    return new Compared(
        p - q,
        new Interval(p - q - below, p - q + above),
        larger == 0 ? 1 : Math.min(p, q) / larger);
  }
}
