package io.glasswatch.stream.sample;

import io.glasswatch.contract.Interaction;
import io.glasswatch.contract.Require;
import io.glasswatch.contract.Sample;
import io.glasswatch.stream.detect.Detection;
import java.nio.charset.StandardCharsets;

/**
 * Draws the interactions that are explained: every flagged one, and of the rest a share that keeps
 * to a budget. Belongs to one thread.
 *
 * <p>The share {@code p} of an unflagged interaction is fixed before its id is looked at, so {@code
 * E[1{drawn} / p] = 1}: totals over the drawn, each weighted by {@code 1 / p}, are unbiased
 * (Horvitz and Thompson, "A Generalization of Sampling Without Replacement From a Finite Universe",
 * JASA 47, 1952). It is drawn if {@code hash(id) < p}, so a replay draws the same ones at the same
 * share, and a lower share draws a subset.
 */
public final class Sampler {

  /** How fast the measured rates follow the traffic, in seconds. */
  private static final double MEMORY_SECONDS = 10;

  /** The share that is never undercut, so that weights stay bounded. */
  private static final double LEAST = 0.001;

  private final double budgetPerSecond;
  private double restPerSecond;
  private double flaggedPerSecond;
  private double backlog;
  private long lastNanos;
  private boolean started;

  /**
   * @param budgetPerSecond explanations a second that the workers are good for, more than 0
   */
  public Sampler(double budgetPerSecond) {
    Require.that(
        budgetPerSecond > 0 && Double.isFinite(budgetPerSecond),
        "budgetPerSecond must be more than 0, but was %s",
        budgetPerSecond);
    this.budgetPerSecond = budgetPerSecond;
  }

  /**
   * Tells how many requests wait for the workers; the share falls in proportion once they would
   * take more than a second.
   */
  public void backlog(long waiting) {
    Require.that(waiting >= 0, "waiting must be at least 0, but was %d", waiting);
    backlog = waiting;
  }

  /**
   * Returns whether {@code interaction} is explained.
   *
   * @param nanos a clock that never goes back, in nanoseconds
   */
  public Sample draw(Interaction interaction, Detection detection, long nanos) {
    double share = share();
    boolean flagged = detection.flagged();
    count(flagged, nanos);
    if (flagged) {
      return new Sample(Sample.Reason.FLAGGED, 1);
    }
    boolean drawn = uniform(interaction.id()) < share;
    return new Sample(drawn ? Sample.Reason.SAMPLED : Sample.Reason.SKIPPED, share);
  }

  /** What the flagged leave of the budget, over the rate of the rest. */
  private double share() {
    double left = Math.max(0, budgetPerSecond - flaggedPerSecond);
    double patience = Math.max(1, backlog / budgetPerSecond);
    double share = restPerSecond > 0 ? left / restPerSecond / patience : 1 / patience;
    return Math.max(LEAST, Math.min(1, share));
  }

  /** Both rates as exponentially weighted means over {@link #MEMORY_SECONDS}. */
  private void count(boolean flagged, long nanos) {
    if (started) {
      double decay = Math.exp(-Math.max(0, nanos - lastNanos) / 1e9 / MEMORY_SECONDS);
      restPerSecond *= decay;
      flaggedPerSecond *= decay;
    }
    started = true;
    lastNanos = nanos;
    if (flagged) {
      flaggedPerSecond += 1 / MEMORY_SECONDS;
    } else {
      restPerSecond += 1 / MEMORY_SECONDS;
    }
  }

  /** Returns a number from 0 to 1 that looks random and is the same for the same id. */
  static double uniform(String id) {
    long hash = 0xCBF29CE484222325L;
    for (byte b : id.getBytes(StandardCharsets.UTF_8)) {
      hash = (hash ^ (b & 0xFF)) * 0x100000001B3L;
    }
    hash = (hash ^ (hash >>> 30)) * 0xBF58476D1CE4E5B9L;
    hash = (hash ^ (hash >>> 27)) * 0x94D049BB133111EBL;
    hash ^= hash >>> 31;
    return (hash >>> 11) * 0x1.0p-53;
  }
}
