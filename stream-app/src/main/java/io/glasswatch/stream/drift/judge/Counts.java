package io.glasswatch.stream.drift.judge;

/** Arithmetic over counts by bin. */
final class Counts {

  private Counts() {}

  static long total(long[] counts) {
    long total = 0;
    for (long count : counts) {
      total += count;
    }
    return total;
  }
}
