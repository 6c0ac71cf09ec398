package io.glasswatch.stream.serve;

import io.glasswatch.contract.Require;
import io.glasswatch.stream.drift.judge.Histograms;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * How one signal of one model and segment stands against its reference.
 *
 * @param model the model's label
 * @param segment part of the traffic, e.g. {@code tenant=acme}, or {@code all}
 * @param signal what is watched, e.g. {@code response_length}
 * @param score distance of the latest window from the reference; empty when the window was too
 *     small to be judged
 * @param threshold the score above which a window of that size has drifted; empty like the score
 * @param records observations in the latest window, at least 0
 * @param histograms the window beside its reference; empty like the score
 */
public record DriftLine(
    String model,
    String segment,
    String signal,
    OptionalDouble score,
    OptionalDouble threshold,
    long records,
    Optional<Histograms> histograms) {

  public DriftLine {
    Require.notBlank(model, "model");
    Require.notBlank(segment, "segment");
    Require.notBlank(signal, "signal");
    Require.that(score.isPresent() == threshold.isPresent(), "score and threshold come together");
    Require.that(records >= 0, "records must be at least 0, but was %d", records);
    Require.that(histograms != null, "histograms must not be null");
  }

  /** Returns the line of a window that was judged. */
  public static DriftLine judged(
      String model,
      String segment,
      String signal,
      double score,
      double threshold,
      long records,
      Optional<Histograms> histograms) {
    return new DriftLine(
        model,
        segment,
        signal,
        OptionalDouble.of(score),
        OptionalDouble.of(threshold),
        records,
        histograms);
  }

  /** Returns the line of a window that was too small to be judged. */
  public static DriftLine undecided(String model, String segment, String signal, long records) {
    return new DriftLine(
        model,
        segment,
        signal,
        OptionalDouble.empty(),
        OptionalDouble.empty(),
        records,
        Optional.empty());
  }

  /** Returns the score in thresholds: above 1 the window has drifted. */
  public OptionalDouble ratio() {
    return score.isPresent() && threshold.getAsDouble() > 0
        ? OptionalDouble.of(score.getAsDouble() / threshold.getAsDouble())
        : OptionalDouble.empty();
  }
}
