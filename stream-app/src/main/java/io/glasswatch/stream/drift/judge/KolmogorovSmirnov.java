package io.glasswatch.stream.drift.judge;

import io.glasswatch.stream.drift.count.SignalCounts;
import java.util.stream.IntStream;

/**
 * The Kolmogorov-Smirnov distance: the largest difference {@code D} of the two distribution
 * functions, taken at the bounds of the buckets.
 *
 * <p>{@code P(D >= d) = 2 sum_k (-1)^(k-1) exp(-2 k^2 t^2)} with {@code t = (sqrt(e) + 0.12 + 0.11
 * / sqrt(e)) d} and {@code e = n m / (n + m)}; that is Stephens' form of the limit law. For signals
 * of few values it is too careful: significant less often than asked.
 *
 * <p>Source: Stephens, "Use of the Kolmogorov-Smirnov, Cramer-von Mises and Related Statistics
 * Without Extensive Tables", J. Royal Statistical Society B 32(1), 1970.
 *
 * @param score D, 0 to 1
 * @param stretch {@code t / d}
 */
record KolmogorovSmirnov(double score, double stretch) implements Comparison {

  static Comparison of(Profile reference, SignalCounts window, double uniform) {
    double n = window.count();
    double m = reference.counts().count();
    double effective = Math.sqrt(n * m / (n + m));
    double stretch = effective + 0.12 + 0.11 / effective;
    return new KolmogorovSmirnov(distance(reference.counts(), window), stretch);
  }

  @Override
  public double pValue() {
    double t = score * stretch;
    if (t < 0.2) {
      return 1;
    }
    double sum = 0;
    for (int k = 1; k <= 100; k++) {
      double term = Math.exp(-2.0 * k * k * t * t);
      sum += k % 2 == 1 ? term : -term;
      if (term < 1e-18 * sum) {
        break;
      }
    }
    return Math.min(1, 2 * sum);
  }

  @Override
  public double threshold(double alpha) {
    double low = 0;
    double high = 1;
    while (high - low > 1e-12) {
      double middle = (low + high) / 2;
      if (new KolmogorovSmirnov(middle, stretch).pValue() > alpha) {
        low = middle;
      } else {
        high = middle;
      }
    }
    return high;
  }

  private static double distance(SignalCounts one, SignalCounts other) {
    int[] buckets =
        IntStream.concat(IntStream.of(one.occupied()), IntStream.of(other.occupied()))
            .sorted()
            .distinct()
            .toArray();
    long below = 0;
    long otherBelow = 0;
    double largest = 0;
    for (int bucket : buckets) {
      below += one.in(bucket);
      otherBelow += other.in(bucket);
      double difference = (double) below / one.count() - (double) otherBelow / other.count();
      largest = Math.max(largest, Math.abs(difference));
    }
    return largest;
  }
}
