package io.glasswatch.stream.sample;

import io.glasswatch.contract.Assessment;
import io.glasswatch.contract.Interaction;
import io.glasswatch.contract.Require;
import io.glasswatch.contract.Sample;
import io.glasswatch.stream.detect.Detected;

/**
 * An interaction together with all that was decided about it.
 *
 * @param interaction the interaction with its text
 * @param assessment the decisions, without text
 */
public record Assessed(Interaction interaction, Assessment assessment) {

  public Assessed {
    Require.that(interaction != null, "interaction must not be null");
    Require.that(assessment != null, "assessment must not be null");
  }

  static Assessed of(Detected detected, Sample sample) {
    Interaction interaction = detected.interaction();
    return new Assessed(interaction, detected.detection().assessment(interaction, sample));
  }
}
