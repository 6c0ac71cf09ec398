package io.glasswatch.stream.drift;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.glasswatch.contract.config.Settings;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DriftSettingsTest {

  @Test
  void whatIsNotSetHasItsDefault() {
    assertThat(read(Map.of())).isEqualTo(DriftSettings.DEFAULT);
  }

  @Test
  void everySettingIsRead() {
    DriftSettings settings =
        read(
            Map.of(
                "DRIFT_WINDOW", "PT5S",
                "DRIFT_GRACE", "PT1S",
                "DRIFT_MIN_RECORDS", "40",
                "DRIFT_REFERENCE_RECORDS", "120",
                "DRIFT_SEGMENTS", "tenant , region",
                "DRIFT_SEGMENT_VALUES", "3",
                "DRIFT_FALSE_ALARMS_PER_WEEK", "2.5",
                "DRIFT_SERIES", "7",
                "DRIFT_DETECTOR", "jensen-shannon",
                "DRIFT_LASTING_SHIFT", "0.5"));

    assertThat(settings.window()).isEqualTo(Duration.ofSeconds(5));
    assertThat(settings.grace()).isEqualTo(Duration.ofSeconds(1));
    assertThat(settings.minimum()).isEqualTo(40);
    assertThat(settings.referenceRecords()).isEqualTo(120);
    assertThat(settings.dimensions()).isEqualTo(List.of("tenant", "region"));
    assertThat(settings.values()).isEqualTo(3);
    assertThat(settings.falseAlarmsPerWeek()).isEqualTo(2.5);
    assertThat(settings.series()).isEqualTo(7);
    assertThat(settings.detector().id()).isEqualTo("jensen-shannon");
    assertThat(settings.lastingShift()).isEqualTo(0.5);
  }

  @Test
  void whatIsWrongIsReportedWithTheRest() {
    Settings settings =
        new Settings(
            Map.of(
                "DRIFT_MIN_RECORDS", "500",
                "DRIFT_REFERENCE_RECORDS", "100",
                "DRIFT_GRACE", "soon",
                "DRIFT_DETECTOR", "tea leaves"));
    DriftSettings.from(settings);

    assertThatThrownBy(settings::failOnProblems)
        .hasMessage(
            """
            bad configuration:
              DRIFT_REFERENCE_RECORDS must be at least DRIFT_MIN_RECORDS, but was 100
              DRIFT_GRACE cannot be read from "soon": Text cannot be parsed to a Duration
              DRIFT_DETECTOR cannot be read from "tea leaves": no detector is called "tea leaves"; \
            there are psi, jensen-shannon, chi-square, kolmogorov-smirnov, wasserstein""");
  }

  /** A week has 10,080 minutes; over 10 series the budget of 10.08 is a level of 1e-4. */
  @Test
  void theBudgetIsSharedByAllTestsOfAWeek() {
    DriftSettings settings =
        read(Map.of("DRIFT_FALSE_ALARMS_PER_WEEK", "10.08", "DRIFT_SERIES", "10"));
    assertThat(settings.alpha()).isEqualTo(1e-4, within(1e-12));
  }

  @Test
  void theLevelStaysWhereTheTestsCanBeTrusted() {
    assertThat(read(Map.of("DRIFT_FALSE_ALARMS_PER_WEEK", "1e9")).alpha()).isEqualTo(0.01);
    assertThat(read(Map.of("DRIFT_FALSE_ALARMS_PER_WEEK", "1e-9")).alpha()).isEqualTo(1e-6);
  }

  private static DriftSettings read(Map<String, String> env) {
    Settings settings = new Settings(env);
    DriftSettings read = DriftSettings.from(settings);
    settings.failOnProblems();
    return read;
  }
}
