package io.glasswatch.stream.audit.report;

/**
 * A total that was estimated from a sample.
 *
 * @param value the unbiased estimate
 * @param low lower end of the 95 % interval
 * @param high upper end of the 95 % interval
 * @param of the number that the total is a part of
 */
public record Estimate(double value, double low, double high, long of) {

  private static final double NORMAL_95 = 1.96;

  /** So many expected events leave a chance of 5 % to see none. */
  private static final double NONE_SEEN_95 = 3;

  /** Adds up a total over the drawn, each with the inverse of its probability. */
  static final class Total {

    /*
     * With p_i the probability of interaction i, drawn independently of the others, the sum of y_i / p_i
     * over the drawn is unbiased and the sum of y_i^2 (1 - p_i) / p_i^2 over the drawn estimates its
     * variance without bias [1]. Where the drawn hold few or no events that variance is near zero by
     * chance, so the interval is at least as wide as three unseen events of mean weight would make it.
     *
     * [1] Horvitz, Thompson, A Generalization of Sampling Without Replacement From a Finite Universe,
     *     JASA 47, 1952
     */

    private double value;
    private double variance;
    private long counted;

    /** Counts one of the drawn that has what is counted. */
    void add(double probability) {
      counted++;
      value += 1 / probability;
      variance += (1 - probability) / (probability * probability);
    }

    /**
     * Returns the estimate.
     *
     * @param of the number that the total is a part of
     * @param meanWeight mean of 1 / p over those drawn by chance; 0 if none was
     */
    Estimate estimate(long of, double meanWeight) {
      double unseen = meanWeight > 1 ? NONE_SEEN_95 * meanWeight : 0;
      double spread = NORMAL_95 * Math.sqrt(variance);
      double most = (double) of;
      return new Estimate(
          value,
          Math.min(most, Math.max((double) counted, value - spread)),
          Math.min(most, value + Math.max(spread, unseen)),
          of);
    }
  }
}
