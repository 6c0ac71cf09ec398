package io.glasswatch.stream.drift.count;

/** A sum of whole numbers in 128 bits: the order of adding does not change it. */
final class ExactSum {

  private long high;
  private long low;

  ExactSum() {
    this(0, 0);
  }

  ExactSum(long high, long low) {
    this.high = high;
    this.low = low;
  }

  long high() {
    return high;
  }

  long low() {
    return low;
  }

  void add(long x) {
    add(x >> 63, x);
  }

  void addSquare(long x) {
    add(Math.multiplyHigh(x, x), x * x);
  }

  void add(ExactSum other) {
    add(other.high, other.low);
  }

  private void add(long otherHigh, long otherLow) {
    low += otherLow;
    high += otherHigh + (Long.compareUnsigned(low, otherLow) < 0 ? 1 : 0);
  }

  /** Returns the sum, rounded to a double. */
  double value() {
    return high * 0x1p64 + (low >>> 1) * 2.0 + (low & 1);
  }
}
