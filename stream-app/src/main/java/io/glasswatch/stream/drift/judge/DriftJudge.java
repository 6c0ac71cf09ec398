package io.glasswatch.stream.drift.judge;

import io.glasswatch.contract.Require;
import io.glasswatch.contract.Severity;
import io.glasswatch.stream.drift.count.SignalCounts;
import io.glasswatch.stream.drift.count.WindowCounts;
import io.glasswatch.stream.drift.judge.DriftVerdict.Drifted;
import io.glasswatch.stream.drift.judge.DriftVerdict.Stable;
import io.glasswatch.stream.drift.judge.DriftVerdict.Undecided;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.TreeMap;

/**
 * Holds a window against its reference, all signals together, with thresholds that know the sizes
 * of both.
 *
 * @param alpha how often one signal of a window that has not drifted may be called significant,
 *     between 0 and 1
 * @param minimum observations of a signal needed in a window, at least 1
 */
public record DriftJudge(double alpha, long minimum) {

  /** A smaller index is a difference that does not matter. */
  public static final double MATERIAL = 0.1;

  /** An index from here on is a strong difference. */
  public static final double STRONG = 0.25;

  public DriftJudge {
    Require.that(alpha > 0 && alpha < 1, "alpha must be between 0 and 1, but was %s", alpha);
    Require.that(minimum >= 1, "minimum must be at least 1, but was %d", minimum);
  }

  /**
   * Returns what {@code window} says of each of its signals.
   *
   * @param seed the same for the same window, so that it is always judged the same
   */
  public Map<String, DriftVerdict> judge(Reference reference, WindowCounts window, long seed) {
    Map<String, Comparison> comparisons = new TreeMap<>();
    Map<String, DriftVerdict> verdicts = new TreeMap<>();
    SplittableRandom random = new SplittableRandom(seed);
    for (String signal : window.signals()) {
      SignalCounts counts = window.of(signal).orElseThrow();
      Optional<Bins> bins = reference.bins(signal).filter(b -> b.records() >= minimum);
      if (bins.isEmpty() || counts.count() < minimum) {
        verdicts.put(signal, new Undecided(seen(bins, counts), minimum));
      } else {
        comparisons.put(signal, bins.get().compare(counts, random.nextDouble()));
      }
    }
    double level =
        FalseDiscoveries.level(
            comparisons.values().stream().map(Comparison::pValue).toList(), alpha);
    comparisons.forEach(
        (signal, comparison) ->
            verdicts.put(
                signal, verdict(comparison, level, window.of(signal).orElseThrow().count())));
    return verdicts;
  }

  /** A signal that is new to the reference cannot be judged, however often it was seen. */
  private static long seen(Optional<Bins> bins, SignalCounts counts) {
    return bins.isEmpty() ? 0 : counts.count();
  }

  private static DriftVerdict verdict(Comparison comparison, double level, long records) {
    double score = comparison.score();
    double threshold = comparison.threshold(level);
    return score < threshold
        ? new Stable(score, threshold, records)
        : new Drifted(severity(score), score, threshold, records);
  }

  private static Severity severity(double score) {
    if (score < MATERIAL) {
      return Severity.INFO;
    }
    return score < STRONG ? Severity.WARNING : Severity.CRITICAL;
  }
}
