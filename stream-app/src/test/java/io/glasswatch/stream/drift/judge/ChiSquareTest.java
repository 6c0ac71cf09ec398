package io.glasswatch.stream.drift.judge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ChiSquareTest {

  /** From the tables of Abramowitz and Stegun, 26.8. */
  @ParameterizedTest
  @CsvSource({
    "0.05, 1, 3.84146", "0.01, 1, 6.63490", "0.001, 1, 10.8276",
    "0.05, 2, 5.99146", "0.01, 5, 15.0863", "0.01, 9, 21.6660",
    "0.001, 9, 27.8772", "0.95, 9, 3.32511", "0.995, 1, 0.0000392704",
    "0.05, 30, 43.7729", "0.01, 100, 135.807"
  })
  void quantilesAreThoseOfTheTables(double alpha, double degrees, double expected) {
    assertThat(ChiSquare.upperQuantile(alpha, degrees))
        .isEqualTo(expected, within(2e-5 * expected));
  }

  /** With two degrees of freedom the upper tail is exp(-x/2). */
  @ParameterizedTest
  @CsvSource({"0.001", "0.5", "1.9", "2.1", "3.9", "4.1", "10", "50", "300", "1200"})
  void twoDegreesOfFreedomAreExponential(double x) {
    double exact = Math.exp(-x / 2);
    assertThat(ChiSquare.upperTail(x, 2)).isEqualTo(exact, within(1e-12 * exact));
  }

  /** Q(k + 2) - Q(k) = (x/2)^(k/2) e^(-x/2) / Gamma(k/2 + 1), which for even k needs no table. */
  @ParameterizedTest
  @CsvSource({"3, 4", "20, 8", "9, 8", "60, 10", "120, 20"})
  void degreesOfFreedomAddUp(double x, int degrees) {
    double term = Math.exp(-x / 2);
    for (int i = 1; i <= degrees / 2; i++) {
      term *= x / 2 / i;
    }
    double step = ChiSquare.upperTail(x, degrees + 2) - ChiSquare.upperTail(x, degrees);
    assertThat(step).isEqualTo(term, within(1e-10 * term));
  }

  @ParameterizedTest
  @CsvSource({"1e-6, 9", "1e-6, 1", "1e-4, 3", "0.3, 0.5", "0.999, 7"})
  void theQuantileUndoesTheTail(double alpha, double degrees) {
    double x = ChiSquare.upperQuantile(alpha, degrees);
    assertThat(ChiSquare.upperTail(x, degrees)).isEqualTo(alpha, within(1e-9 * alpha));
  }

  @Test
  void refusesWhatIsNoProbability() {
    assertThatThrownBy(() -> ChiSquare.upperQuantile(0, 1))
        .hasMessage("alpha must be between 0 and 1, but was 0.0");
    assertThatThrownBy(() -> ChiSquare.upperTail(-1, 1))
        .hasMessage("x must be at least 0, but was -1.0");
    assertThatThrownBy(() -> ChiSquare.upperTail(1, 0))
        .hasMessage("degrees of freedom must be more than 0, but were 0.0");
  }
}
