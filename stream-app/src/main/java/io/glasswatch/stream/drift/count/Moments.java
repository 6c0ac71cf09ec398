package io.glasswatch.stream.drift.count;

import io.glasswatch.contract.Explanation.Explained;
import io.glasswatch.contract.Require;
import java.util.List;

/**
 * Where vectors lie and how they spread: their number, the sum of each coordinate and of each
 * product of two.
 *
 * <p>Coordinates are -1 to 1 and counted in units of 2^-15, so that all of it is whole numbers and
 * merging is associative and commutative to the last bit. Good for 2^33 vectors.
 */
public final class Moments {

  /** Coordinates of each vector. */
  public static final int DIMENSIONS = Explained.EMBEDDING_DIMENSIONS;

  private static final double UNITS = 0x1p15;

  private long count;
  private final long[] sums = new long[DIMENSIONS];

  /** Row by row, of the lower triangle. */
  private final long[] products = new long[DIMENSIONS * (DIMENSIONS + 1) / 2];

  /**
   * Counts a vector.
   *
   * @param vector {@link #DIMENSIONS} coordinates, each -1 to 1
   */
  public void add(List<Double> vector) {
    Require.that(
        vector.size() == DIMENSIONS,
        "a vector must have %d coordinates, but had %d",
        DIMENSIONS,
        vector.size());
    long[] units = vector.stream().mapToLong(x -> Math.round(x * UNITS)).toArray();
    count++;
    int p = 0;
    for (int i = 0; i < DIMENSIONS; i++) {
      sums[i] += units[i];
      for (int j = 0; j <= i; j++) {
        products[p++] += units[i] * units[j];
      }
    }
  }

  /** Counts all that {@code other} has counted; {@code other} is unchanged. */
  public void merge(Moments other) {
    count += other.count;
    for (int i = 0; i < sums.length; i++) {
      sums[i] += other.sums[i];
    }
    for (int i = 0; i < products.length; i++) {
      products[i] += other.products[i];
    }
  }

  /** Returns the number of vectors. */
  public long count() {
    return count;
  }

  /** Returns the mean vector; of at least one. */
  public double[] mean() {
    Require.that(count > 0, "there is no mean of nothing");
    double[] mean = new double[DIMENSIONS];
    for (int i = 0; i < DIMENSIONS; i++) {
      mean[i] = sums[i] / UNITS / count;
    }
    return mean;
  }

  /**
   * Returns the sums over all vectors of {@code (x_i - mean_i) (x_j - mean_j)}, shape
   * [DIMENSIONS][DIMENSIONS], symmetric; of at least one vector.
   */
  public double[][] scatter() {
    double[] mean = mean();
    double[][] scatter = new double[DIMENSIONS][DIMENSIONS];
    int p = 0;
    for (int i = 0; i < DIMENSIONS; i++) {
      for (int j = 0; j <= i; j++) {
        scatter[i][j] = products[p++] / UNITS / UNITS - count * mean[i] * mean[j];
        scatter[j][i] = scatter[i][j];
      }
    }
    return scatter;
  }

  void write(BytesOut out) {
    out.number(count);
    for (long sum : sums) {
      out.number(sum);
    }
    for (long product : products) {
      out.number(product);
    }
  }

  static Moments read(BytesIn in) {
    Moments moments = new Moments();
    moments.count = in.number();
    for (int i = 0; i < moments.sums.length; i++) {
      moments.sums[i] = in.number();
    }
    for (int i = 0; i < moments.products.length; i++) {
      moments.products[i] = in.number();
    }
    return moments;
  }
}
