package io.glasswatch.stream.drift.judge;

import io.glasswatch.contract.Require;
import io.glasswatch.stream.drift.count.Buckets;
import io.glasswatch.stream.drift.count.SignalCounts;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.ToDoubleBiFunction;

/**
 * How a signal's axis is cut where its reference has quantiles, and how the reference fills the
 * bins.
 *
 * @param upper the highest bucket of each bin, ascending; the last bin ends at {@link Buckets#LAST}
 * @param reference observations of the reference in each bin
 */
public record Bins(int[] upper, long[] reference) {

  /** Observations that a window should expect in each of three bins or more. */
  static final int ENOUGH = 20;

  public Bins {
    Require.that(upper.length == reference.length, "each bin needs a count");
    Require.that(
        upper.length >= 2 && upper[upper.length - 1] == Buckets.LAST,
        "at least two bins must cover the axis");
  }

  /**
   * Cuts the axis into at most {@code wanted} bins that hold about equally much of {@code counts}.
   *
   * <p>A value that alone holds more than its share stands in a bin of its own, so a signal of two
   * values has two bins. A signal of one value has a bin for it and for each side.
   *
   * @param counts at least one observation
   * @param wanted at least 2
   */
  public static Bins quantiles(SignalCounts counts, int wanted) {
    Require.that(counts.count() > 0, "bins need at least one observation");
    List<Integer> cuts = new ArrayList<>();
    double share = (double) counts.count() / wanted;
    double target = share;
    long seen = 0;
    long inBin = 0;
    int last = 0;
    for (int bucket : counts.occupied()) {
      long here = counts.in(bucket);
      if (here > share && inBin > 0) {
        cuts.add(last);
        inBin = 0;
      }
      seen += here;
      inBin += here;
      last = bucket;
      if (seen >= target || here > share) {
        cuts.add(bucket);
        inBin = 0;
        target = share * (Math.floor(seen / share) + 1);
      }
    }
    return of(counts, upper(cuts, last));
  }

  /** Returns the number of observations of the reference. */
  public long records() {
    return Counts.total(reference);
  }

  /** Returns the counts of {@code window} by bin. */
  public long[] counts(SignalCounts window) {
    return window.by(upper.length, this::binOf);
  }

  /**
   * Compares {@code window} with the reference: over as many of the bins as its size allows, at
   * least two. Neighbours are joined until each expects {@link #ENOUGH} observations.
   *
   * @param window at least one observation
   * @param uniform 0 to 1, drawn independently of the counts; decides between the neighbouring
   *     outcomes of a test that has only few
   */
  public Comparison compare(SignalCounts window, double uniform) {
    Bins joined = joined(window.count());
    return joined.law(joined.counts(window), uniform, Psi::of, 1);
  }

  /**
   * Returns how a distance between histograms over these bins is distributed by chance.
   *
   * @param window counts by these bins
   * @param distance of a window's histogram from a reference's
   * @param ofPsi what the distance of close histograms is as a multiple of the index
   */
  Comparison law(
      long[] window, double uniform, ToDoubleBiFunction<long[], long[]> distance, double ofPsi) {
    return upper.length == 2
        ? new TwoBins(window, reference, uniform, distance)
        : ManyBins.of(window, reference, distance, ofPsi);
  }

  /** Returns these bins with neighbours joined until each expects enough of {@code size}. */
  Bins joined(long size) {
    double enough = (double) ENOUGH / size * records();
    List<Integer> ends = new ArrayList<>();
    long inBin = 0;
    long left = records();
    for (int bin = 0; bin < upper.length - 1; bin++) {
      inBin += reference[bin];
      left -= reference[bin];
      if (inBin >= enough && left >= enough) {
        ends.add(bin);
        inBin = 0;
      }
    }
    if (ends.isEmpty()) {
      ends.add(mostEven());
    }
    ends.add(upper.length - 1);
    return joinedAt(ends);
  }

  /** Returns the bin after which the reference falls into two most even parts. */
  private int mostEven() {
    long total = records();
    long below = 0;
    long best = -1;
    int at = 0;
    for (int bin = 0; bin < upper.length - 1; bin++) {
      below += reference[bin];
      if (Math.min(below, total - below) > best) {
        best = Math.min(below, total - below);
        at = bin;
      }
    }
    return at;
  }

  private Bins joinedAt(List<Integer> ends) {
    int[] joinedUpper = new int[ends.size()];
    long[] joinedReference = new long[ends.size()];
    int bin = 0;
    for (int i = 0; i < ends.size(); i++) {
      joinedUpper[i] = upper[ends.get(i)];
      for (; bin <= ends.get(i); bin++) {
        joinedReference[i] += reference[bin];
      }
    }
    return new Bins(joinedUpper, joinedReference);
  }

  private static Bins of(SignalCounts counts, int[] upper) {
    long[] none = new long[upper.length];
    return new Bins(upper, new Bins(upper, none).counts(counts));
  }

  /** Lets the last bin end where the axis ends; a single value gets neighbours. */
  private static int[] upper(List<Integer> cuts, int highest) {
    List<Integer> upper = new ArrayList<>(cuts);
    if (upper.isEmpty() || upper.get(upper.size() - 1) != highest) {
      upper.add(highest);
    }
    if (upper.size() > 1) {
      upper.set(upper.size() - 1, Buckets.LAST);
    } else {
      if (highest != 0) {
        upper.add(0, highest - 1);
      }
      upper.add(Buckets.LAST);
    }
    return upper.stream().mapToInt(Integer::intValue).distinct().toArray();
  }

  private int binOf(int bucket) {
    int at = Arrays.binarySearch(upper, bucket);
    return at >= 0 ? at : -at - 1;
  }
}
