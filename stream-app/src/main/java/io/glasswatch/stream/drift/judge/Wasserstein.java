package io.glasswatch.stream.drift.judge;

import io.glasswatch.stream.drift.count.Buckets;
import io.glasswatch.stream.drift.count.SignalCounts;
import java.util.stream.IntStream;

/**
 * The first Wasserstein distance in standard deviations of the reference: {@code integral |F(x) -
 * G(x)| dx / sd}.
 *
 * <p>If nothing has drifted, {@code F - G} is near {@code sqrt(1/n + 1/m)} times a Brownian bridge
 * {@code B(H(x))}, {@code H} the common distribution function [1]. The integral of its absolute
 * value has mean {@code sqrt(2/pi) integral s dx} and variance {@code 2/pi integral integral
 * (sqrt(1 - r^2) + r asin r - 1) s s' dx dx'}, with {@code s^2 = H (1 - H)} and {@code r} the
 * correlation of the bridge at {@code x} and {@code x'} [2]. The law is taken as that multiple of a
 * chi-square law which has this mean and variance. Costs O(buckets^2), joined to at most 100.
 *
 * <p>[1] del Barrio, Gine, Matran, "Central Limit Theorems for the Wasserstein Distance Between the
 * Empirical and the True Distributions", Annals of Probability 27(2), 1999. [2] Nabeya, "Absolute
 * Moments in 2-dimensional Normal Distribution", Annals of the Institute of Statistical Mathematics
 * 3, 1951.
 *
 * @param score the distance
 * @param unit what to divide it by to have the chi-square law
 * @param degrees that law's degrees of freedom
 */
record Wasserstein(double score, double unit, double degrees) implements Comparison {

  private static final int MOST_STEPS = 100;

  static Comparison of(Profile reference, SignalCounts window, double uniform) {
    SignalCounts other = reference.counts();
    int[] edges = edges(window, other);
    int steps = edges.length - 1;
    double[] width = new double[Math.max(steps, 1)];
    double[] common = new double[Math.max(steps, 1)];
    double n = window.count();
    double m = other.count();
    long[] inWindow = cumulated(window, edges);
    long[] inReference = cumulated(other, edges);
    double distance = 0;
    for (int i = 0; i < steps; i++) {
      width[i] = Buckets.value(edges[i + 1]) - Buckets.value(edges[i]);
      common[i] = (inWindow[i] + inReference[i]) / (n + m);
      distance += Math.abs(inWindow[i] / n - inReference[i] / m) * width[i];
    }
    double sd = Math.sqrt(other.variance());
    double scale = sd > 0 ? sd : 1;
    return fitted(distance / scale, width, common, Math.sqrt(1 / n + 1 / m) / scale);
  }

  @Override
  public double pValue() {
    return unit == 0 ? (score > 0 ? 0 : 1) : ChiSquare.upperTail(score / unit, degrees);
  }

  @Override
  public double threshold(double alpha) {
    return unit == 0 ? Double.MIN_VALUE : ChiSquare.upperQuantile(alpha, degrees) * unit;
  }

  private static Wasserstein fitted(double score, double[] width, double[] h, double scale) {
    double mean = 0;
    double variance = 0;
    for (int i = 0; i < width.length; i++) {
      double s = Math.sqrt(h[i] * (1 - h[i])) * width[i];
      mean += s;
      variance += (Math.PI / 2 - 1) * s * s;
      for (int j = i + 1; j < width.length; j++) {
        double sj = Math.sqrt(h[j] * (1 - h[j])) * width[j];
        double r = s * sj == 0 ? 0 : h[i] * (1 - h[j]) * width[i] * width[j] / (s * sj);
        double c = Math.min(1, r);
        variance += 2 * (Math.sqrt(1 - c * c) + c * Math.asin(c) - 1) * s * sj;
      }
    }
    mean *= Math.sqrt(2 / Math.PI) * scale;
    variance *= 2 / Math.PI * scale * scale;
    return mean == 0
        ? new Wasserstein(score, 0, 1)
        : new Wasserstein(score, variance / (2 * mean), 2 * mean * mean / variance);
  }

  /** Returns the buckets between which the distribution functions are taken as constant. */
  private static int[] edges(SignalCounts one, SignalCounts other) {
    int[] all =
        IntStream.concat(IntStream.of(one.occupied()), IntStream.of(other.occupied()))
            .sorted()
            .distinct()
            .toArray();
    int every = (all.length + MOST_STEPS - 1) / MOST_STEPS;
    return IntStream.range(0, all.length)
        .filter(i -> i % every == 0 || i == all.length - 1)
        .map(i -> all[i])
        .toArray();
  }

  /** Returns how many observations lie at or below each edge's bucket. */
  private static long[] cumulated(SignalCounts counts, int[] edges) {
    long[] cumulated = new long[edges.length];
    long sum = 0;
    int i = 0;
    for (int bucket : counts.occupied()) {
      while (edges[i] < bucket) {
        cumulated[i++] = sum;
      }
      sum += counts.in(bucket);
    }
    for (; i < edges.length; i++) {
      cumulated[i] = sum;
    }
    return cumulated;
  }
}
