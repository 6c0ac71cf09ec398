package io.glasswatch.stream.drift.judge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TwoBinsTest {

  /**
   * Three of four against one of four: P(x) = C(4, x) C(4, 4 - x) / 70, and 0, 4 are as far out.
   */
  @Test
  void theLawOfASmallTableIsThatOfTheTextbook() {
    long[] window = {1, 3};
    long[] reference = {3, 1};
    assertThat(two(window, reference, 0).pValue()).isEqualTo(2 / 70.0, within(1e-12));
    assertThat(two(window, reference, 1).pValue()).isEqualTo(34 / 70.0, within(1e-12));
    assertThat(two(window, reference, 0.5).pValue()).isEqualTo(18 / 70.0, within(1e-12));
  }

  @ParameterizedTest
  @CsvSource({
    "50, 2, 1000, 20, 0.01", "50, 9, 1000, 20, 0.01", "50, 5, 1000, 20, 0.001",
    "5000, 120, 1000, 20, 0.01", "200, 100, 200, 100, 0.05", "200, 120, 200, 100, 0.05",
    "100, 0, 500, 0, 0.01", "100, 100, 500, 500, 0.01", "30, 30, 500, 0, 1e-6"
  })
  void theScoreReachesTheThresholdExactlyIfThePValueReachesTheLevel(
      int n, int ones, int m, int referenceOnes, double alpha) {
    Random random = new Random(1);
    for (int i = 0; i < 50; i++) {
      TwoBins test =
          two(
              new long[] {n - ones, ones},
              new long[] {m - referenceOnes, referenceOnes},
              random.nextDouble());
      assertThat(test.score() >= test.threshold(alpha)).isEqualTo(test.pValue() <= alpha);
    }
  }

  @Test
  void whatCannotBeRareEnoughHasAThresholdBeyondEveryScore() {
    TwoBins test = two(new long[] {19, 1}, new long[] {19, 1}, 0.5);
    assertThat(test.threshold(1e-9)).isGreaterThan(Psi.of(new long[] {18, 2}, new long[] {20, 0}));
  }

  @Test
  void largeCountsAreNearTheChiSquareLaw() {
    long[] window = {9_700, 300};
    long[] reference = {9_775, 225};
    assertThat(two(window, reference, 0.5).pValue())
        .isEqualTo(ManyBins.of(window, reference, Psi::of, 1).pValue(), within(2e-5));
  }

  private static TwoBins two(long[] window, long[] reference, double uniform) {
    return new TwoBins(window, reference, uniform, Psi::of);
  }
}
