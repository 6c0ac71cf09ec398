package io.glasswatch.stream.join;

import io.glasswatch.contract.Require;
import io.glasswatch.contract.Settings;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How cases are put together.
 *
 * @param deadline {@code EXPLANATION_DEADLINE}: how long an explanation is waited for, more than
 *     zero, default {@code PT2M}
 * @param retention {@code CASE_RETENTION}: how long a case can be looked up, more than zero,
 *     default {@code P7D}
 * @param modelThresholds {@code MODEL_THRESHOLDS}: score from which a category is a finding, 0 to
 *     1, e.g. {@code hate=0.9,violence=0.8}; a category without one keeps the explainer's own
 */
public record JoinSettings(
    Duration deadline, Duration retention, Map<String, Double> modelThresholds) {

  private static final JoinSettings DEFAULT =
      new JoinSettings(Duration.ofMinutes(2), Duration.ofDays(7), Map.of());

  public JoinSettings {
    Require.that(
        deadline.toMillis() > 0, "EXPLANATION_DEADLINE must be more than 0, but was %s", deadline);
    Require.that(
        retention.toMillis() > 0, "CASE_RETENTION must be more than 0, but was %s", retention);
    modelThresholds = Map.copyOf(modelThresholds);
    modelThresholds.forEach(
        (category, t) ->
            Require.that(
                t >= 0 && t <= 1,
                "MODEL_THRESHOLDS of %s must be 0 to 1, but was %s",
                category,
                t));
  }

  /** Reads the settings; what cannot be read is noted in {@code settings}. */
  public static JoinSettings from(Settings settings) {
    Duration deadline =
        settings.optional("EXPLANATION_DEADLINE", Duration::parse, DEFAULT.deadline);
    Duration retention = settings.optional("CASE_RETENTION", Duration::parse, DEFAULT.retention);
    Map<String, Double> thresholds =
        settings.optional("MODEL_THRESHOLDS", JoinSettings::thresholds, DEFAULT.modelThresholds);
    try {
      return new JoinSettings(deadline, retention, thresholds);
    } catch (IllegalArgumentException e) {
      settings.check(false, "%s", e.getMessage());
      return DEFAULT;
    }
  }

  private static Map<String, Double> thresholds(String list) {
    Map<String, Double> result = new LinkedHashMap<>();
    for (String entry : list.split("\\s*,\\s*", -1)) {
      int equals = entry.indexOf('=');
      Require.that(equals > 0, "expected category=score, but found \"%s\"", entry);
      result.put(entry.substring(0, equals), Double.valueOf(entry.substring(equals + 1)));
    }
    return result;
  }
}
