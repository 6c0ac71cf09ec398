package io.glasswatch.stream.attribution;

import io.glasswatch.contract.config.Setting;
import io.glasswatch.contract.config.Settings;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** How attributions are kept over time; {@link #SETTINGS} says what each part means. */
public record AttributionSettings(Duration window, Duration retention, int people, long kept) {

  private static final Setting<Duration> WINDOW =
      Setting.duration(
          "ATTRIBUTION_WINDOW",
          "PT1H",
          Duration.ofMinutes(1),
          "event time that the words of explained interactions are put together over");

  private static final Setting<Duration> RETENTION =
      Setting.duration(
          "ATTRIBUTION_RETENTION",
          "P7D",
          Duration.ofMinutes(1),
          "how long such a window is kept, from when its first explanation came");

  private static final Setting<Integer> PEOPLE =
      Setting.integer(
          "ATTRIBUTION_MIN_PEOPLE",
          5,
          2,
          100,
          "how many different users, or conversations where the log names no users, must have a word"
              + " in common in a window before it is stored and shown; until then there is a hash of"
              + " it");

  private static final Setting<Long> KEPT =
      Setting.count(
          "ATTRIBUTION_KEPT",
          5000,
          1,
          "windows of a model, segment, category and method that a partition keeps, of some 6 KB"
              + " each; further ones are not kept and counted");

  /** Every setting of attributions over time. */
  public static final List<Setting<?>> SETTINGS = List.of(WINDOW, RETENTION, PEOPLE, KEPT);

  /** What holds when nothing is set. */
  public static final AttributionSettings DEFAULT = from(new Settings(Map.of()));

  public AttributionSettings {
    WINDOW.check(window);
    RETENTION.check(retention);
    PEOPLE.check(people);
    KEPT.check(kept);
  }

  /** Reads the settings; what cannot be read is noted in {@code settings}. */
  public static AttributionSettings from(Settings settings) {
    return new AttributionSettings(
        settings.get(WINDOW), settings.get(RETENTION), settings.get(PEOPLE), settings.get(KEPT));
  }
}
