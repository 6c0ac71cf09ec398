package io.glasswatch.stream.join;

import io.glasswatch.contract.Require;
import java.time.Duration;
import java.util.Map;

/**
 * What the join can be told.
 *
 * @param deadline how long an explanation is waited for, more than zero
 * @param retention how long a case can be looked up, more than zero
 * @param modelThresholds score from which a category is a finding, by category, 0 to 1; a category
 *     without one keeps the explainer's own
 */
public record JoinSettings(
    Duration deadline, Duration retention, Map<String, Double> modelThresholds) {

  public JoinSettings {
    Require.that(deadline.toMillis() > 0, "deadline must be more than 0, but was %s", deadline);
    Require.that(retention.toMillis() > 0, "retention must be more than 0, but was %s", retention);
    modelThresholds = Map.copyOf(modelThresholds);
  }
}
