package io.glasswatch.stream.detect.learned;

import io.glasswatch.contract.Require;

/**
 * Weights of a byte each, eight to a long, so that those of all tags of a feature lie in one line
 * of the cache and are added at once: four sums of 16 bits to a long, which at most 257 features
 * cannot make overflow.
 */
final class PackedWeights {

  private static final int LONGS = 2;
  private static final int LANES = 8;
  private static final long EVEN = 0x00FF00FF00FF00FFL;
  private static final int ZERO = 128;

  private final int tags;
  private final long[] packed;

  /**
   * @param weights shape [features][tags]
   * @param tags at most 16
   */
  PackedWeights(byte[] weights, int tags) {
    Require.that(tags <= LONGS * LANES, "tags must be at most 16, but were %d", tags);
    this.tags = tags;
    this.packed = new long[weights.length / tags * LONGS];
    for (int i = 0; i < weights.length; i++) {
      int tag = i % tags;
      long lane = (long) (weights[i] + ZERO) << (tag % LANES * 8);
      packed[i / tags * LONGS + tag / LANES] |= lane;
    }
  }

  /** Returns for each tag the sum of the weights of {@code features}, in units of {@code scale}. */
  double[] sums(int[] features, float scale) {
    long even0 = 0;
    long odd0 = 0;
    long even1 = 0;
    long odd1 = 0;
    for (int feature : features) {
      long low = packed[LONGS * feature];
      long high = packed[LONGS * feature + 1];
      even0 += low & EVEN;
      odd0 += low >>> 8 & EVEN;
      even1 += high & EVEN;
      odd1 += high >>> 8 & EVEN;
    }
    double[] sums = new double[tags];
    int zero = ZERO * features.length;
    for (int tag = 0; tag < tags; tag++) {
      long of = tag < LANES ? (tag % 2 == 0 ? even0 : odd0) : (tag % 2 == 0 ? even1 : odd1);
      int sum = (int) (of >>> (tag % LANES / 2 * 16)) & 0xFFFF;
      sums[tag] = (sum - zero) * (double) scale;
    }
    return sums;
  }
}
