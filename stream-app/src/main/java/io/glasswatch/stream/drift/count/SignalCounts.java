package io.glasswatch.stream.drift.count;

import io.glasswatch.contract.Require;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;

/**
 * How often a signal took which value: a count for each of {@link Buckets}, the number of
 * observations, their sum and the sum of their squares.
 *
 * <p>All of it is whole numbers, sums in units of 2^-20, so merging is associative and commutative
 * to the last bit. Grows to at most 6,401 buckets; typical signals touch a few hundred.
 */
public final class SignalCounts {

  private static final double UNITS = 0x1p20;

  private long count;
  private final ExactSum sum;
  private final ExactSum squares;
  private long zeros;
  private int first;
  private long[] buckets = {};

  public SignalCounts() {
    this(0, new ExactSum(), new ExactSum());
  }

  private SignalCounts(long count, ExactSum sum, ExactSum squares) {
    this.count = count;
    this.sum = sum;
    this.squares = squares;
  }

  /** Counts a finite {@code x}; beyond {@link Buckets#LARGEST} it counts as that. */
  public void add(double x) {
    add(Buckets.of(x), units(x));
  }

  /** Counts an observation in {@code bucket} whose value is {@code units}. */
  void add(int bucket, long units) {
    count++;
    sum.add(units);
    squares.addSquare(units);
    tally(bucket, 1);
  }

  /** Returns {@code x} in the units of the sums: whole multiples of 2^-20. */
  static long units(double x) {
    return Math.round(Math.max(-Buckets.LARGEST, Math.min(Buckets.LARGEST, x)) * UNITS);
  }

  /** Counts all that {@code other} has counted; {@code other} is unchanged. */
  public void merge(SignalCounts other) {
    count += other.count;
    sum.add(other.sum);
    squares.add(other.squares);
    for (int bucket : other.occupied()) {
      tally(bucket, other.in(bucket));
    }
  }

  /** Returns the number of observations. */
  public long count() {
    return count;
  }

  /** Returns the mean; 0 when nothing was counted. */
  public double mean() {
    return count == 0 ? 0 : sum.value() / UNITS / count;
  }

  /** Returns the variance, {@code E[x^2] - E[x]^2}, at least 0; 0 when nothing was counted. */
  public double variance() {
    double mean = mean();
    return count == 0 ? 0 : Math.max(0, squares.value() / UNITS / UNITS / count - mean * mean);
  }

  /** Returns how many observations fell into {@code bucket}. */
  public long in(int bucket) {
    if (bucket == 0) {
      return zeros;
    }
    int i = bucket - first;
    return i >= 0 && i < buckets.length ? buckets[i] : 0;
  }

  /** Returns the buckets that hold at least one observation, ascending. */
  public int[] occupied() {
    IntStream below = IntStream.range(first, Math.min(0, end()));
    IntStream above = IntStream.range(Math.max(1, first), end());
    return IntStream.concat(IntStream.concat(below, IntStream.of(0)), above)
        .filter(bucket -> in(bucket) != 0)
        .toArray();
  }

  /**
   * Returns the value that a share of {@code q} of the observations does not exceed, rounded
   * towards zero to the bound of its bucket.
   *
   * @param q 0 to 1
   */
  public double quantile(double q) {
    Require.that(q >= 0 && q <= 1, "quantile must be 0 to 1, but was %s", q);
    Require.that(count > 0, "there is no quantile of nothing");
    long left = Math.max(1, (long) Math.ceil(q * count));
    int[] occupied = occupied();
    int i = 0;
    while (left > in(occupied[i])) {
      left -= in(occupied[i]);
      i++;
    }
    return Buckets.value(occupied[i]);
  }

  /**
   * Returns the observations by bin.
   *
   * @param bins number of bins
   * @param binOf the bin of a bucket, 0 to {@code bins - 1}
   */
  public long[] by(int bins, IntUnaryOperator binOf) {
    long[] counts = new long[bins];
    for (int bucket : occupied()) {
      counts[binOf.applyAsInt(bucket)] += in(bucket);
    }
    return counts;
  }

  void write(BytesOut out) {
    out.number(count);
    out.fixed(sum.high());
    out.fixed(sum.low());
    out.fixed(squares.high());
    out.fixed(squares.low());
    int[] occupied = occupied();
    out.number(occupied.length);
    int previous = 0;
    for (int bucket : occupied) {
      out.number(bucket - previous);
      out.number(in(bucket));
      previous = bucket;
    }
  }

  static SignalCounts read(BytesIn in) {
    SignalCounts counts =
        new SignalCounts(
            in.number(),
            new ExactSum(in.fixed(), in.fixed()),
            new ExactSum(in.fixed(), in.fixed()));
    int bucket = 0;
    for (long left = in.number(); left > 0; left--) {
      bucket += (int) in.number();
      Require.that(Math.abs(bucket) <= Buckets.LAST, "no bucket has the number %d", bucket);
      counts.tally(bucket, in.number());
    }
    return counts;
  }

  private void tally(int bucket, long n) {
    if (bucket == 0) {
      zeros += n;
      return;
    }
    int i = bucket - first;
    if (i < 0 || i >= buckets.length) {
      grow(bucket);
      i = bucket - first;
    }
    buckets[i] += n;
  }

  /** Makes room for {@code bucket} and, since neighbours are likely to follow, some beyond it. */
  private void grow(int bucket) {
    boolean empty = buckets.length == 0;
    int spare = buckets.length / 2 + 4;
    int from = empty || bucket < first ? Math.max(-Buckets.LAST, bucket - spare) : first;
    int to = empty || bucket >= end() ? Math.min(Buckets.LAST + 1, bucket + spare) : end();
    long[] grown = new long[to - from];
    System.arraycopy(buckets, 0, grown, empty ? 0 : first - from, buckets.length);
    first = from;
    buckets = grown;
  }

  private int end() {
    return first + buckets.length;
  }
}
