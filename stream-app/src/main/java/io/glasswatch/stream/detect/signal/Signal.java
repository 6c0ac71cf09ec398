package io.glasswatch.stream.detect.signal;

import io.glasswatch.contract.Finding;
import io.glasswatch.contract.Interaction;
import io.glasswatch.contract.Require;
import java.util.List;
import java.util.OptionalDouble;

/**
 * One number that is measured of every interaction.
 *
 * @param id its name in assessments, metrics and alerts
 * @param about one line for a person, with the unit
 * @param measure how it is measured
 */
public record Signal(String id, String about, Measure measure) {

  /** How a signal is measured. */
  @FunctionalInterface
  public interface Measure {

    /** Returns the measured value, finite; empty where it cannot be measured. */
    OptionalDouble of(Interaction interaction, List<Finding> findings);
  }

  public Signal {
    Require.notBlank(id, "id");
    Require.notBlank(about, "about");
    Require.that(measure != null, "measure must not be null");
  }
}
