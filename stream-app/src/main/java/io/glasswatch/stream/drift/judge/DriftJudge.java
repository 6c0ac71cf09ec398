package io.glasswatch.stream.drift.judge;

import io.glasswatch.contract.Require;
import io.glasswatch.contract.Severity;
import io.glasswatch.stream.drift.count.Moments;
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

  /** {@link Hotelling}'s score is on the scale of this detector. */
  private static final Detector OF_VECTORS = Detectors.PSI;

  /**
   * A comparison that could be made.
   *
   * @param scale whose scores its scores are like
   * @param records observations in the window
   */
  private record Made(Comparison comparison, Detector scale, long records) {}

  /**
   * Returns what {@code window} says of each of its signals, numbers by the detector and vectors by
   * their means.
   *
   * @param seed the same for the same window, so that it is always judged the same
   */
  public Map<String, DriftVerdict> judge(Reference reference, WindowCounts window, long seed) {
    Map<String, Made> made = new TreeMap<>();
    Map<String, DriftVerdict> verdicts = new TreeMap<>();
    SplittableRandom random = new SplittableRandom(seed);
    for (String signal : window.signals()) {
      SignalCounts counts = window.of(signal).orElseThrow();
      Optional<Profile> profile =
          reference.profile(signal).filter(p -> p.counts().count() >= minimum);
      if (profile.isEmpty() || counts.count() < minimum) {
        verdicts.put(signal, undecided(profile.isPresent(), counts.count()));
      } else {
        Comparison comparison =
            detector.compare().compare(profile.get(), counts, random.nextDouble());
        made.put(signal, new Made(comparison, detector, counts.count()));
      }
    }
    for (String signal : window.vectors()) {
      Moments moments = window.moments(signal).orElseThrow();
      Optional<Moments> before =
          reference.counts().moments(signal).filter(r -> r.count() >= minimum);
      if (before.isEmpty() || moments.count() < Math.max(minimum, Hotelling.LEAST)) {
        verdicts.put(signal, undecided(before.isPresent(), moments.count()));
      } else {
        Comparison comparison = Hotelling.of(before.get(), moments);
        made.put(signal, new Made(comparison, OF_VECTORS, moments.count()));
      }
    }
    double level =
        FalseDiscoveries.level(
            made.values().stream().map(each -> each.comparison().pValue()).toList(), alpha);
    made.forEach((signal, each) -> verdicts.put(signal, verdict(each, level)));
    return verdicts;
  }

  /** A signal that is new to the reference cannot be judged, however often it was seen. */
  private Undecided undecided(boolean known, long records) {
    return new Undecided(known ? records : 0, minimum);
  }

  private static DriftVerdict verdict(Made made, double level) {
    double score = made.comparison().score();
    double threshold = made.comparison().threshold(level);
    return score < threshold
        ? new Stable(score, threshold, made.records())
        : new Drifted(severity(score, made.scale()), score, threshold, made.records());
  }

  private static Severity severity(double score, Detector scale) {
    if (score < scale.material()) {
      return Severity.INFO;
    }
    return score < scale.strong() ? Severity.WARNING : Severity.CRITICAL;
  }
}
