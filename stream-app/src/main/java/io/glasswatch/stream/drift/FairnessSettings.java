package io.glasswatch.stream.drift;

import io.glasswatch.contract.config.Setting;
import io.glasswatch.contract.config.Settings;
import java.time.Duration;
import java.util.List;

/** How groups of traffic are held against each other; {@link #SETTINGS} says what each means. */
public record FairnessSettings(Duration window, long minimum) {

  private static final Setting<Duration> WINDOW =
      Setting.duration(
          "FAIRNESS_WINDOW",
          "PT1H",
          Duration.ofMinutes(1),
          "event time over which the groups of a segment dimension are compared; the stretch"
              + " before it counts too");

  private static final Setting<Long> MINIMUM =
      Setting.count(
          "FAIRNESS_MIN_GROUP",
          100,
          10,
          "interactions that a group and the others must have to be compared");

  /** Every setting of fairness. */
  public static final List<Setting<?>> SETTINGS = List.of(WINDOW, MINIMUM);

  public FairnessSettings {
    WINDOW.check(window);
    MINIMUM.check(minimum);
  }

  /** Reads the settings; what cannot be read is noted in {@code settings}. */
  public static FairnessSettings from(Settings settings) {
    return new FairnessSettings(settings.get(WINDOW), settings.get(MINIMUM));
  }
}
