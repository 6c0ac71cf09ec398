package io.glasswatch.benchmarks.harness;

import io.glasswatch.contract.Require;

/**
 * What one pass cost.
 *
 * @param records how many records were worked on, at least 1
 * @param seconds by the clock on the wall, more than 0
 * @param cpuSeconds processor time, at least 0
 */
public record Cost(long records, double seconds, double cpuSeconds) {

  public Cost {
    Require.that(records >= 1, "records must be at least 1, but were %d", records);
    Require.that(seconds > 0, "seconds must be more than 0, but were %s", seconds);
    Require.that(cpuSeconds >= 0, "cpuSeconds must be at least 0, but were %s", cpuSeconds);
  }

  /** Returns records a second. */
  public double rate() {
    return records / seconds;
  }

  /** Returns microseconds of processor time a record. */
  public double cpuMicros() {
    return 1e6 * cpuSeconds / records;
  }
}
