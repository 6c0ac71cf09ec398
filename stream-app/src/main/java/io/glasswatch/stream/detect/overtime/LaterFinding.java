package io.glasswatch.stream.detect.overtime;

import io.glasswatch.contract.Finding;
import io.glasswatch.contract.ModelVersion;
import io.glasswatch.contract.Require;
import java.time.Instant;

/**
 * A finding about an interaction that was already assessed.
 *
 * @param interaction the interaction's id
 * @param model the model that answered
 * @param time the interaction's event time
 * @param finding what was found later
 */
public record LaterFinding(String interaction, ModelVersion model, Instant time, Finding finding) {

  public LaterFinding {
    Require.notBlank(interaction, "interaction");
    Require.that(model != null, "model must not be null");
    Require.that(time != null, "time must not be null");
    Require.that(finding != null, "finding must not be null");
  }
}
