package io.glasswatch.stream.serve;

import io.glasswatch.contract.Require;
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
 */
public record DriftLine(
    String model,
    String segment,
    String signal,
    OptionalDouble score,
    OptionalDouble threshold,
    long records) {

  public DriftLine {
    Require.notBlank(model, "model");
    Require.notBlank(segment, "segment");
    Require.notBlank(signal, "signal");
    Require.that(score.isPresent() == threshold.isPresent(), "score and threshold come together");
    Require.that(records >= 0, "records must be at least 0, but was %d", records);
  }

  /** Returns the score in thresholds: above 1 the window has drifted. */
  public OptionalDouble ratio() {
    return score.isPresent() && threshold.getAsDouble() > 0
        ? OptionalDouble.of(score.getAsDouble() / threshold.getAsDouble())
        : OptionalDouble.empty();
  }
}
