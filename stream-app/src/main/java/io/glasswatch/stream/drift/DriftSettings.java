package io.glasswatch.stream.drift;

import io.glasswatch.contract.Require;
import io.glasswatch.contract.config.Setting;
import io.glasswatch.contract.config.Settings;
import io.glasswatch.stream.drift.judge.Detector;
import io.glasswatch.stream.drift.judge.Detectors;
import io.glasswatch.stream.drift.judge.DriftJudge;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** How drift is watched; {@link #SETTINGS} says what each part means. */
public record DriftSettings(
    Duration window,
    Duration grace,
    long minimum,
    long referenceRecords,
    List<String> dimensions,
    int values,
    double falseAlarmsPerWeek,
    int series,
    Detector detector,
    double lastingShift) {

  /** A level below this asks more of a distribution's tail than its approximation can give. */
  private static final double LEAST_ALPHA = 1e-6;

  private static final double MOST_ALPHA = 0.01;

  private static final Setting<Duration> WINDOW =
      Setting.duration(
          "DRIFT_WINDOW", "PT1M", Duration.ofSeconds(1), "length of a window in event time");

  private static final Setting<Duration> GRACE =
      Setting.duration(
          "DRIFT_GRACE",
          "PT10S",
          Duration.ZERO,
          "how long after its end a window waits for late records, in event time");

  private static final Setting<Long> MIN_RECORDS =
      Setting.count(
          "DRIFT_MIN_RECORDS",
          200,
          20,
          "records in a window; smaller ones are merged until they have as many");

  private static final Setting<Long> REFERENCE_RECORDS =
      Setting.count(
          "DRIFT_REFERENCE_RECORDS",
          500,
          20,
          "records of a new model version that make its reference, no fewer than"
              + " DRIFT_MIN_RECORDS");

  private static final Setting<List<String>> SEGMENTS =
      Setting.list(
          "DRIFT_SEGMENTS", "tenant,language,route", "dimensions that traffic is split by");

  private static final Setting<Integer> SEGMENT_VALUES =
      Setting.integer(
          "DRIFT_SEGMENT_VALUES",
          20,
          1,
          Integer.MAX_VALUE,
          "values of a dimension, and model versions, that are watched on their own; further ones"
              + " are counted as other");

  private static final Setting<Double> FALSE_ALARMS =
      Setting.positive(
          "DRIFT_FALSE_ALARMS_PER_WEEK",
          "1",
          "how many windows a week may be called significant by chance");

  private static final Setting<Integer> SERIES =
      Setting.integer(
          "DRIFT_SERIES",
          100,
          1,
          Integer.MAX_VALUE,
          "how many (model, segment, signal) are watched; with DRIFT_WINDOW it turns the budget of"
              + " false alarms into a level for each test");

  private static final Setting<Detector> DETECTOR =
      Setting.of(
          "DRIFT_DETECTOR",
          Detectors.PSI.id(),
          Detectors.ALL.stream().map(Detector::id).collect(Collectors.joining(", ")),
          "how windows are compared",
          Detectors::of);

  private static final Setting<Double> LASTING_SHIFT =
      Setting.positive(
          "DRIFT_LASTING_SHIFT",
          "0.25",
          "how far the mean of a signal may lie from its reference for good, in standard"
              + " deviations; what exceeds it is added up over the windows");

  /** Every setting of drift. */
  public static final List<Setting<?>> SETTINGS =
      List.of(
          WINDOW,
          GRACE,
          MIN_RECORDS,
          REFERENCE_RECORDS,
          SEGMENTS,
          SEGMENT_VALUES,
          FALSE_ALARMS,
          SERIES,
          DETECTOR,
          LASTING_SHIFT);

  /** What holds when nothing is set. */
  public static final DriftSettings DEFAULT = from(new Settings(Map.of()));

  public DriftSettings {
    WINDOW.check(window);
    GRACE.check(grace);
    MIN_RECORDS.check(minimum);
    SEGMENT_VALUES.check(values);
    FALSE_ALARMS.check(falseAlarmsPerWeek);
    SERIES.check(series);
    LASTING_SHIFT.check(lastingShift);
    Require.that(
        referenceRecords >= minimum,
        "DRIFT_REFERENCE_RECORDS must be at least DRIFT_MIN_RECORDS, but was %d",
        referenceRecords);
    dimensions = List.copyOf(dimensions);
  }

  /** Reads the settings; what cannot be read is noted in {@code settings}. */
  public static DriftSettings from(Settings settings) {
    long minimum = settings.get(MIN_RECORDS);
    long reference = settings.get(REFERENCE_RECORDS);
    settings.check(
        reference >= minimum,
        "DRIFT_REFERENCE_RECORDS must be at least DRIFT_MIN_RECORDS, but was %d",
        reference);
    return new DriftSettings(
        settings.get(WINDOW),
        settings.get(GRACE),
        minimum,
        Math.max(minimum, reference),
        settings.get(SEGMENTS),
        settings.get(SEGMENT_VALUES),
        settings.get(FALSE_ALARMS),
        settings.get(SERIES),
        settings.get(DETECTOR),
        settings.get(LASTING_SHIFT));
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
}
