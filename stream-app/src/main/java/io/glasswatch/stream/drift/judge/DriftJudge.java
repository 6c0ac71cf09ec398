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
 * @param detector how a window is compared
 * @param alpha how often one signal of a window that has not drifted may be called significant,
 *     between 0 and 1
 * @param minimum observations of a signal needed in a window, at least 1
 */
public record DriftJudge(Detector detector, double alpha, long minimum) {

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
      Optional<Profile> profile =
          reference.profile(signal).filter(p -> p.counts().count() >= minimum);
      if (profile.isEmpty() || counts.count() < minimum) {
        verdicts.put(signal, new Undecided(seen(profile, counts), minimum));
      } else {
        comparisons.put(
            signal, detector.compare().compare(profile.get(), counts, random.nextDouble()));
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
  private static long seen(Optional<Profile> profile, SignalCounts counts) {
    return profile.isEmpty() ? 0 : counts.count();
  }

  private DriftVerdict verdict(Comparison comparison, double level, long records) {
    double score = comparison.score();
    double threshold = comparison.threshold(level);
    return score < threshold
        ? new Stable(score, threshold, records)
        : new Drifted(severity(score), score, threshold, records);
  }

  private Severity severity(double score) {
    if (score < detector.material()) {
      return Severity.INFO;
    }
    return score < detector.strong() ? Severity.WARNING : Severity.CRITICAL;
  }
}
