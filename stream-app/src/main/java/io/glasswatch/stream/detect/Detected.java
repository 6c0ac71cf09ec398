package io.glasswatch.stream.detect;

import io.glasswatch.contract.Interaction;
import io.glasswatch.contract.Require;

/**
 * An interaction together with what the detectors say of it.
 *
 * @param interaction the interaction with its text
 * @param detection what was found and measured
 */
public record Detected(Interaction interaction, Detection detection) {

  public Detected {
    Require.that(interaction != null, "interaction must not be null");
    Require.that(detection != null, "detection must not be null");
  }
}
