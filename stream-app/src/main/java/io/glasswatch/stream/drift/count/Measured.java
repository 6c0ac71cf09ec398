package io.glasswatch.stream.drift.count;

import java.util.List;
import java.util.Map;

/**
 * What was measured of one interaction, prepared to be counted in several windows: where each value
 * falls is found once.
 */
public final class Measured {

  private final int size;
  private final String[] signals;
  private final int[] buckets;
  private final long[] units;
  private final Map<String, List<Double>> vectors;

  private Measured(int capacity, Map<String, Double> values, Map<String, List<Double>> vectors) {
    this.vectors = vectors;
    signals = new String[capacity];
    buckets = new int[capacity];
    units = new long[capacity];
    int i = 0;
    for (Map.Entry<String, Double> entry : values.entrySet()) {
      double x = entry.getValue();
      if (Double.isFinite(x)) {
        signals[i] = entry.getKey();
        buckets[i] = Buckets.of(x);
        units[i] = SignalCounts.units(x);
        i++;
      }
    }
    size = i;
  }

  /** Returns the values by signal, without those that are not finite numbers. */
  public static Measured of(Map<String, Double> values) {
    return of(values, Map.of());
  }

  /**
   * As {@link #of(Map)}, with vectors.
   *
   * @param vectors {@link Moments#DIMENSIONS} coordinates each, -1 to 1, by signal
   */
  public static Measured of(Map<String, Double> values, Map<String, List<Double>> vectors) {
    return new Measured(values.size(), values, vectors);
  }

  Map<String, List<Double>> vectors() {
    return vectors;
  }

  int size() {
    return size;
  }

  String signal(int i) {
    return signals[i];
  }

  int bucket(int i) {
    return buckets[i];
  }

  /** Returns the value in the units of {@link SignalCounts}' sums. */
  long units(int i) {
    return units[i];
  }
}
