package io.glasswatch.stream.drift.count;

/**
 * Where a number falls on a log-spaced axis: 64 buckets an octave on both sides of zero.
 *
 * <p>The upper six bits of a double's mantissa and its exponent are the bucket, so that the same
 * number falls into the same bucket on every machine. A bucket's lower bound is at most 1/64 = 1.6
 * % below any number in it; 0 and whole numbers up to 128 have buckets of their own.
 */
public final class Buckets {

  private static final int MANTISSA_BITS_DROPPED = 52 - 6;

  /** Numbers closer to zero than this count as zero. */
  public static final double SMALLEST = 0x1p-20;

  /** Numbers further from zero than this count as this. */
  public static final double LARGEST = 0x1p30;

  private static final long BASE = rank(SMALLEST);

  /** The bucket of {@link #LARGEST}; buckets run from minus this to this. */
  public static final int LAST = (int) (rank(LARGEST) - BASE) + 1;

  private Buckets() {}

  /** Returns the bucket of a finite {@code x}; buckets are ordered like the numbers in them. */
  public static int of(double x) {
    double size = Math.abs(x);
    if (size < SMALLEST) {
      return 0;
    }
    int bucket = size >= LARGEST ? LAST : (int) (rank(size) - BASE) + 1;
    return x < 0 ? -bucket : bucket;
  }

  /** Returns the number in {@code bucket} that is closest to zero. */
  public static double value(int bucket) {
    if (bucket == 0) {
      return 0;
    }
    double size = Double.longBitsToDouble((Math.abs(bucket) - 1 + BASE) << MANTISSA_BITS_DROPPED);
    return bucket < 0 ? -size : size;
  }

  private static long rank(double size) {
    return Double.doubleToRawLongBits(size) >>> MANTISSA_BITS_DROPPED;
  }
}
