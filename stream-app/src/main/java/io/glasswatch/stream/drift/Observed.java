package io.glasswatch.stream.drift;

import io.glasswatch.contract.Assessment;
import io.glasswatch.stream.drift.count.Measured;
import io.glasswatch.stream.drift.count.Moments;
import java.util.List;
import java.util.Map;

/**
 * What drift counts of one interaction.
 *
 * @param assessment when it happened, of which model and segments, and its numbers
 * @param vectors {@link Moments#DIMENSIONS} coordinates each, -1 to 1, by signal
 */
public record Observed(Assessment assessment, Map<String, List<Double>> vectors) {

  public Observed {
    vectors = Map.copyOf(vectors);
  }

  /** An interaction of which there are numbers alone. */
  public static Observed of(Assessment assessment) {
    return new Observed(assessment, Map.of());
  }

  Measured measured() {
    return Measured.of(assessment.signals(), vectors);
  }
}
