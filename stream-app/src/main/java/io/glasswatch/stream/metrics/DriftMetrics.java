package io.glasswatch.stream.metrics;

import io.glasswatch.contract.MetricNames;
import io.prometheus.client.Counter;
import io.prometheus.client.Gauge;
import java.util.Optional;

/** How the latest windows stand against their references, as {@link StreamMetrics} tells it. */
public final class DriftMetrics {

  private final LabelBound bound;
  private final Counter uncounted;
  private final Gauge scores;
  private final Gauge thresholds;
  private final Gauge windows;
  private final Gauge references;

  DriftMetrics(Family family, LabelBound bound) {
    this.bound = bound;
    uncounted =
        family.counter(
            MetricNames.DRIFT_UNCOUNTED, "Interactions missing in their drift window.", "reason");
    scores =
        family.gauge(
            MetricNames.DRIFT_SCORE_RATIO,
            "How far the latest window lies from its reference.",
            "model",
            "segment",
            "signal");
    thresholds =
        family.gauge(
            MetricNames.DRIFT_THRESHOLD_RATIO,
            "The drift score above which a window of this size is judged as drifted.",
            "model",
            "segment",
            "signal");
    windows =
        family.gauge(
            MetricNames.DRIFT_WINDOW_RECORDS,
            "Observations in the latest drift window.",
            "model",
            "segment",
            "signal");
    references =
        family.gauge(
            MetricNames.DRIFT_REFERENCE_RECORDS,
            "Records that the reference in force stands on.",
            "model",
            "segment",
            "version");
  }

  /** {@code count} interactions are in no drift window; {@code reason} is a short fixed word. */
  public void uncounted(String reason, long count) {
    uncounted.labels(reason).inc((double) count);
  }

  /**
   * A drift window was judged.
   *
   * @param score the window's distance from its reference, in the units of {@code threshold}
   * @param records observations in the window
   */
  public void judged(
      String model, String segment, String signal, double score, double threshold, long records) {
    Optional<String> named = bound.own("model", model);
    Optional<String> part = bound.own("segment", segment);
    if (named.isPresent() && part.isPresent()) {
      scores.labels(named.get(), part.get(), signal).set(score);
      thresholds.labels(named.get(), part.get(), signal).set(threshold);
      windows.labels(named.get(), part.get(), signal).set((double) records);
    }
  }

  /** A drift window of {@code records} observations was too small to be judged. */
  public void undecided(String model, String segment, String signal, long records) {
    Optional<String> named = bound.own("model", model);
    Optional<String> part = bound.own("segment", segment);
    if (named.isPresent() && part.isPresent()) {
      scores.remove(named.get(), part.get(), signal);
      thresholds.remove(named.get(), part.get(), signal);
      windows.labels(named.get(), part.get(), signal).set((double) records);
    }
  }

  /** A reference of {@code records} is in force; {@code version} is its hash. */
  public void frozen(String model, String segment, String version, long records) {
    Optional<String> named = bound.own("model", model);
    Optional<String> part = bound.own("segment", segment);
    if (named.isPresent() && part.isPresent()) {
      references.labels(named.get(), part.get(), version).set((double) records);
    }
  }

  /** A reference is no longer in force, or no longer here. */
  public void thawed(String model, String segment, String version) {
    references.remove(model, segment, version);
  }

  /** A value of {@code dimension} was counted as {@code other}. */
  public void segmentFolded(String dimension) {
    bound.folded(dimension);
  }

  /** The key moved to another instance, or is no longer watched. */
  public void gone(String model, String segment, String signal) {
    scores.remove(model, segment, signal);
    thresholds.remove(model, segment, signal);
    windows.remove(model, segment, signal);
  }
}
