package io.glasswatch.stream.detect.overtime;

import io.glasswatch.contract.Assessment;
import io.glasswatch.contract.Finding;
import io.glasswatch.contract.Require;

/**
 * A finding about an interaction that was already assessed.
 *
 * @param interaction the interaction's id
 * @param context its assessment
 * @param finding what was found later
 */
public record LaterFinding(String interaction, Assessment context, Finding finding) {

  public LaterFinding {
    Require.notBlank(interaction, "interaction");
    Require.that(context != null, "context must not be null");
    Require.that(finding != null, "finding must not be null");
  }
}
