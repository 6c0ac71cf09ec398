package io.glasswatch.stream.drift;

import io.glasswatch.contract.Require;
import io.glasswatch.contract.Settings;
import io.glasswatch.stream.drift.judge.Detector;
import io.glasswatch.stream.drift.judge.Detectors;
import io.glasswatch.stream.drift.judge.DriftJudge;
import java.time.Duration;
import java.util.List;

/**
 * How drift is watched.
 *
 * @param window {@code DRIFT_WINDOW}: length of a window in event time, at least a second, default
 *     {@code PT1M}
 * @param grace {@code DRIFT_GRACE}: how long after its end a window waits for late records, in
 *     event time, default {@code PT10S}
 * @param minimum {@code DRIFT_MIN_RECORDS}: records in a window, smaller ones are merged until they
 *     have as many, at least 20, default 200
 * @param referenceRecords {@code DRIFT_REFERENCE_RECORDS}: records of a new model version that make
 *     its reference, at least {@code DRIFT_MIN_RECORDS}, default 1000
 * @param dimensions {@code DRIFT_SEGMENTS}: dimensions that traffic is split by, comma separated,
 *     default {@code tenant,language,route}
 * @param values {@code DRIFT_SEGMENT_VALUES}: values of a dimension, and model versions, that are
 *     watched on their own; further ones are counted as {@code other}; at least 1, default 20
 * @param falseAlarmsPerWeek {@code DRIFT_FALSE_ALARMS_PER_WEEK}: how many windows a week may be
 *     called significant by chance, more than 0, default 1
 * @param series {@code DRIFT_SERIES}: how many (model, segment, signal) are watched, at least 1,
 *     default 100; with {@code window} it turns the budget into a level for each test
 * @param detector {@code DRIFT_DETECTOR}: how windows are compared, one of {@link Detectors},
 *     default {@code psi}
 */
public record DriftSettings(
    Duration window,
    Duration grace,
    long minimum,
    long referenceRecords,
    List<String> dimensions,
    int values,
    double falseAlarmsPerWeek,
    int series,
    Detector detector) {

  /** What holds when nothing is set. */
  public static final DriftSettings DEFAULT =
      new DriftSettings(
          Duration.ofMinutes(1),
          Duration.ofSeconds(10),
          200,
          1000,
          List.of("tenant", "language", "route"),
          20,
          1,
          100,
          Detectors.PSI);

  /** A level below this asks more of a distribution's tail than its approximation can give. */
  private static final double LEAST_ALPHA = 1e-6;

  private static final double MOST_ALPHA = 0.01;

  public DriftSettings {
    Require.that(
        window.compareTo(Duration.ofSeconds(1)) >= 0,
        "DRIFT_WINDOW must be at least PT1S, but was %s",
        window);
    Require.that(!grace.isNegative(), "DRIFT_GRACE must be at least PT0S, but was %s", grace);
    Require.that(minimum >= 20, "DRIFT_MIN_RECORDS must be at least 20, but was %d", minimum);
    Require.that(
        referenceRecords >= minimum,
        "DRIFT_REFERENCE_RECORDS must be at least DRIFT_MIN_RECORDS, but was %d",
        referenceRecords);
    Require.that(values >= 1, "DRIFT_SEGMENT_VALUES must be at least 1, but was %d", values);
    Require.that(
        falseAlarmsPerWeek > 0,
        "DRIFT_FALSE_ALARMS_PER_WEEK must be more than 0, but was %s",
        falseAlarmsPerWeek);
    Require.that(series >= 1, "DRIFT_SERIES must be at least 1, but was %d", series);
    dimensions = List.copyOf(dimensions);
  }

  /** Reads the settings; what cannot be read is noted in {@code settings}. */
  public static DriftSettings from(Settings settings) {
    Duration window = settings.optional("DRIFT_WINDOW", Duration::parse, DEFAULT.window);
    Duration grace = settings.optional("DRIFT_GRACE", Duration::parse, DEFAULT.grace);
    long minimum = settings.optional("DRIFT_MIN_RECORDS", Long::valueOf, DEFAULT.minimum);
    long reference =
        settings.optional("DRIFT_REFERENCE_RECORDS", Long::valueOf, DEFAULT.referenceRecords);
    List<String> dimensions =
        settings.optional("DRIFT_SEGMENTS", DriftSettings::list, DEFAULT.dimensions);
    int values = settings.optional("DRIFT_SEGMENT_VALUES", Integer::valueOf, DEFAULT.values);
    double budget =
        settings.optional(
            "DRIFT_FALSE_ALARMS_PER_WEEK", Double::valueOf, DEFAULT.falseAlarmsPerWeek);
    int series = settings.optional("DRIFT_SERIES", Integer::valueOf, DEFAULT.series);
    Detector detector = settings.optional("DRIFT_DETECTOR", Detectors::of, DEFAULT.detector);
    try {
      return new DriftSettings(
          window, grace, minimum, reference, dimensions, values, budget, series, detector);
    } catch (IllegalArgumentException e) {
      settings.check(false, "%s", e.getMessage());
      return DEFAULT;
    }
  }

  /**
   * Returns how often one test of a window that has not drifted may be significant: the budget
   * divided by the tests of a week, kept between 1e-6 and 0.01.
   */
  public double alpha() {
    double windowsPerWeek = (double) Duration.ofDays(7).toMillis() / window.toMillis();
    double alpha = falseAlarmsPerWeek / (windowsPerWeek * series);
    return Math.max(LEAST_ALPHA, Math.min(MOST_ALPHA, alpha));
  }

  /** Returns how long the counts of a quiet source are waited for, in wall-clock time. */
  Duration patience() {
    return window.plus(grace);
  }

  DriftJudge judge() {
    return new DriftJudge(detector, alpha(), minimum);
  }

  private static List<String> list(String value) {
    return List.of(value.strip().split("\\s*,\\s*"));
  }
}
