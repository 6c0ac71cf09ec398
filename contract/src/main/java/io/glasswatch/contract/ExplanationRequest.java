package io.glasswatch.contract;

import java.time.Instant;

/**
 * Asks an explainer worker to explain one interaction.
 *
 * @param interaction the interaction with its text
 * @param assessment what the detectors decided about it
 * @param requestedAt when it was asked for, by the asking machine's clock
 * @param deadline when an answer is of no more use
 */
public record ExplanationRequest(
    Interaction interaction, Assessment assessment, Instant requestedAt, Instant deadline) {

  public ExplanationRequest {
    Require.that(interaction != null, "interaction must not be null");
    Require.that(assessment != null, "assessment must not be null");
    Require.that(requestedAt != null, "requestedAt must not be null");
    Require.that(deadline != null, "deadline must not be null");
  }
}
