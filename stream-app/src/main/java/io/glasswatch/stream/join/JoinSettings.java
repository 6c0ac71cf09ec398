package io.glasswatch.stream.join;

import io.glasswatch.contract.Require;
import io.glasswatch.contract.config.Setting;
import io.glasswatch.contract.config.Settings;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** How cases are put together; {@link #SETTINGS} says what each part means. */
public record JoinSettings(
    Duration deadline, Duration retention, Map<String, Double> modelThresholds) {

  private static final Setting<Duration> DEADLINE =
      Setting.duration(
          "EXPLANATION_DEADLINE",
          "PT2M",
          Duration.ofMillis(1),
          "how long an explanation is waited for");

  private static final Setting<Duration> RETENTION =
      Setting.duration(
          "CASE_RETENTION", "P7D", Duration.ofMillis(1), "how long a case can be looked up");

  private static final Setting<Map<String, Double>> MODEL_THRESHOLDS =
      Setting.of(
              "MODEL_THRESHOLDS",
              "",
              "scores from 0 to 1, e.g. hate=0.9,violence=0.8",
              "score from which a category is a finding; a category without one keeps the"
                  + " explainer's own",
              JoinSettings::thresholds)
          .where(scores -> scores.values().stream().allMatch(score -> score >= 0 && score <= 1));

  /** Every setting of the join. */
  public static final List<Setting<?>> SETTINGS = List.of(DEADLINE, RETENTION, MODEL_THRESHOLDS);

  public JoinSettings {
    DEADLINE.check(deadline);
    RETENTION.check(retention);
    modelThresholds = Map.copyOf(MODEL_THRESHOLDS.check(modelThresholds));
  }

  /** Reads the settings; what cannot be read is noted in {@code settings}. */
  public static JoinSettings from(Settings settings) {
    return new JoinSettings(
        settings.get(DEADLINE), settings.get(RETENTION), settings.get(MODEL_THRESHOLDS));
  }

  private static Map<String, Double> thresholds(String list) {
    Map<String, Double> result = new LinkedHashMap<>();
    if (list.isEmpty()) {
      return result;
    }
    for (String entry : list.split("\\s*,\\s*", -1)) {
      int equals = entry.indexOf('=');
      Require.that(equals > 0, "expected category=score, but found \"%s\"", entry);
      result.put(entry.substring(0, equals), Double.valueOf(entry.substring(equals + 1)));
    }
    return result;
  }
}
