package io.glasswatch.cli.probe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StudentTest {

  /** Two-sided critical values as every statistics book prints them. */
  @ParameterizedTest
  @CsvSource({
    "0.05, 1, 12.7062",
    "0.05, 2, 4.3027",
    "0.05, 10, 2.2281",
    "0.01, 35, 2.7238",
    "0.001, 5, 6.8688",
    "0.05, 120, 1.9799"
  })
  void theQuantileIsThatOfTheTables(double level, int degrees, double t) {
    assertThat(Student.quantile(level, degrees)).isCloseTo(t, within(5e-5));
  }

  @Test
  void theTailsOfOneAndTwoDegreesAreKnownInClosedForm() {
    for (double t : new double[] {0, 0.3, 1, 7, 100}) {
      assertThat(Student.bothTails(t, 1)).isCloseTo(1 - 2 / Math.PI * Math.atan(t), within(1e-14));
      assertThat(Student.bothTails(t, 2)).isCloseTo(1 - t / Math.sqrt(2 + t * t), within(1e-14));
    }
  }

  @Test
  void nothingIsInfinitelyFarAway() {
    assertThat(Student.bothTails(Double.POSITIVE_INFINITY, 7)).isZero();
  }
}
