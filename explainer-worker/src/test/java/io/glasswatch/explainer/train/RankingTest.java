package io.glasswatch.explainer.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.glasswatch.explainer.train.Ranking.Estimate;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RankingTest {

  @Test
  void aPerfectRankingHasAnAreaOfOneAndAReversedOneOfZero() {
    Ranking perfect = new Ranking(new double[] {3, 4}, new double[] {1, 2});
    Ranking reversed = new Ranking(new double[] {1, 2}, new double[] {3, 4});
    assertThat(perfect.auroc()).isEqualTo(1);
    assertThat(reversed.auroc()).isEqualTo(0);
  }

  @Test
  void tiesCountHalf() {
    assertThat(new Ranking(new double[] {1, 1}, new double[] {1, 1}).auroc()).isEqualTo(0.5);
  }

  @Test
  void theAreaIsTheShareOfPairsInOrder() {
    Random random = new Random(3);
    double[] above = random.doubles(50).map(x -> x + 0.2).toArray();
    double[] below = random.doubles(70).toArray();
    double pairs = 0;
    for (double a : above) {
      for (double b : below) {
        pairs += a > b ? 1 : 0;
      }
    }
    assertThat(new Ranking(above, below).auroc()).isCloseTo(pairs / 50 / 70, within(1e-12));
  }

  @Test
  void theIntervalHoldsTheValueAndNarrowsWithMoreTexts() {
    Estimate few = Ranking.share(new Random(5).doubles(50).toArray(), 0.5, 1);
    Estimate many = Ranking.share(new Random(5).doubles(5000).toArray(), 0.5, 1);
    assertThat(few.value()).isBetween(few.low(), few.high());
    assertThat(many.high() - many.low()).isLessThan((few.high() - few.low()) / 5);
  }

  @Test
  void precisionIsTheShareOfFoundTextsThatAreRight() {
    Ranking ranking = new Ranking(new double[] {0.9, 0.8, 0.1}, new double[] {0.7, 0.2});
    assertThat(ranking.precision(0.6)).isCloseTo(2.0 / 3, within(1e-12));
  }
}
