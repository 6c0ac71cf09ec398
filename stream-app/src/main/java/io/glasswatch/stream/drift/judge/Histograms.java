package io.glasswatch.stream.drift.judge;

import io.glasswatch.stream.drift.count.Buckets;
import io.glasswatch.stream.drift.count.SignalCounts;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A signal's reference and its latest window over the same bins.
 *
 * @param bins ascending; the last one has no upper end
 * @param referenceMean mean of the reference, in the signal's units
 * @param windowMean mean of the window, in the signal's units
 */
public record Histograms(List<Bin> bins, double referenceMean, double windowMean) {

  /**
   * One bin of both.
   *
   * @param upTo the highest value of the bin, to the accuracy of {@link Buckets}
   * @param reference observations of the reference
   * @param window observations of the window
   */
  public record Bin(double upTo, long reference, long window) {}

  public Histograms {
    bins = List.copyOf(bins);
  }

  /** Returns {@code window} beside its reference, over the reference's quantile bins. */
  public static Histograms of(Profile reference, SignalCounts window) {
    Bins bins = reference.bins();
    long[] counts = bins.counts(window);
    return new Histograms(
        IntStream.range(0, counts.length)
            .mapToObj(i -> new Bin(Buckets.value(bins.upper()[i]), bins.reference()[i], counts[i]))
            .toList(),
        reference.counts().mean(),
        window.mean());
  }
}
