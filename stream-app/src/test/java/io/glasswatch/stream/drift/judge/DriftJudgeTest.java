package io.glasswatch.stream.drift.judge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.glasswatch.contract.Severity;
import io.glasswatch.stream.drift.count.Buckets;
import io.glasswatch.stream.drift.count.SignalCounts;
import io.glasswatch.stream.drift.judge.DriftVerdict.Drifted;
import io.glasswatch.stream.drift.judge.DriftVerdict.Stable;
import io.glasswatch.stream.drift.judge.DriftVerdict.Undecided;
import java.util.Random;
import java.util.stream.DoubleStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class DriftJudgeTest {

  private static final DriftJudge JUDGE = new DriftJudge(0.001, 50);

  private final Random random = new Random(1);
  private final Bins normal = Bins.quantiles(normal(0, 2000), 10);

  @Test
  void aWindowLikeItsReferenceIsStable() {
    assertThat(JUDGE.judge(normal, normal(0, 500))).isInstanceOf(Stable.class);
  }

  @Test
  void aShiftedWindowHasDrifted() {
    assertThat(JUDGE.judge(normal, normal(0.4, 500)))
        .isInstanceOfSatisfying(
            Drifted.class,
            d -> {
              assertThat(d.severity()).isEqualTo(Severity.WARNING);
              assertThat(d.records()).isEqualTo(500);
              assertThat(d.score()).isGreaterThan(d.threshold());
            });
    assertThat(JUDGE.judge(normal, normal(1, 500)))
        .isInstanceOfSatisfying(
            Drifted.class, d -> assertThat(d.severity()).isEqualTo(Severity.CRITICAL));
  }

  @Test
  void aTinyShiftOfALargeWindowIsSignificantButDoesNotMatter() {
    Bins large = Bins.quantiles(normal(0, 200_000), 10);
    assertThat(JUDGE.judge(large, normal(0.1, 100_000)))
        .isInstanceOfSatisfying(
            Drifted.class, d -> assertThat(d.severity()).isEqualTo(Severity.INFO));
  }

  @Test
  void aSmallWindowIsUndecided() {
    assertThat(JUDGE.judge(normal, normal(9, 49))).isEqualTo(new Undecided(49, 50));
  }

  @Test
  void theThresholdShrinksAsTheWindowGrows() {
    double small = ((Stable) JUDGE.judge(normal, normal(0, 50))).threshold();
    double large = ((Stable) JUDGE.judge(normal, normal(0, 5000))).threshold();
    assertThat(small).isGreaterThan(20 * large);
  }

  @Test
  void aSignalOfZerosAndOnesHasTwoBins() {
    Bins rare = Bins.quantiles(zerosAndOnes(970, 30), 10);
    Bins often = Bins.quantiles(zerosAndOnes(30, 970), 10);

    assertThat(rare.reference()).containsExactly(970, 30);
    assertThat(often.reference()).containsExactly(30, 970);
    assertThat(rare.counts(zerosAndOnes(3, 4))).containsExactly(3, 4);
    assertThat(often.counts(zerosAndOnes(3, 4))).containsExactly(3, 4);
  }

  @Test
  void aSignalThatWasAlwaysTheSameNoticesWhatIsNew() {
    assertThat(Bins.quantiles(zerosAndOnes(500, 0), 10).counts(zerosAndOnes(3, 4)))
        .containsExactly(3, 4);
    Bins ones = Bins.quantiles(zerosAndOnes(0, 500), 10);
    assertThat(ones.counts(zerosAndOnes(3, 4))).containsExactly(3, 4, 0);
    assertThat(JUDGE.judge(ones, zerosAndOnes(30, 70))).isInstanceOf(Drifted.class);
    assertThat(JUDGE.judge(ones, zerosAndOnes(0, 100))).isInstanceOf(Stable.class);
  }

  @Test
  void binsOfADenseSignalHoldAboutEquallyMuch() {
    assertThat(normal.reference()).hasSize(10);
    assertThat(LongStream.of(normal.reference())).allMatch(n -> n >= 160 && n <= 240);
  }

  @Test
  void everyNumberHasABin() {
    for (double x : new double[] {-1e300, -3, 0, 1e-300, 3, 1e300}) {
      SignalCounts one = new SignalCounts();
      one.add(x);
      assertThat(normal.counts(one)).contains(1).hasSize(10);
    }
  }

  @Test
  void equalHistogramsHaveNoDistance() {
    assertThat(Psi.of(new long[] {3, 0, 7}, new long[] {3, 0, 7})).isZero();
  }

  @Test
  void theDistanceIsTheSameBothWays() {
    long[] one = {3, 0, 7};
    long[] other = {1, 5, 2};
    assertThat(Psi.of(one, other)).isPositive().isEqualTo(Psi.of(other, one), within(1e-14));
  }

  /** (3.5/6 - 1.5/6) ln(3.5/1.5) + (2.5/6 - 4.5/6) ln(2.5/4.5), by hand. */
  @Test
  void theDistanceIsThePopulationStabilityIndexOfTheSmoothedShares() {
    assertThat(Psi.of(new long[] {3, 2}, new long[] {1, 4}))
        .isEqualTo(
            (2 / 6.0) * Math.log(3.5 / 1.5) - (2 / 6.0) * Math.log(2.5 / 4.5), within(1e-15));
  }

  @Test
  void histogramsOfDifferentBinsAreRefused() {
    assertThatThrownBy(() -> Psi.of(new long[2], new long[3]))
        .hasMessage("window must have the reference's 3 bins, but has 2");
  }

  @Test
  void aLevelThatIsNoProbabilityIsRefused() {
    assertThatThrownBy(() -> new DriftJudge(1, 50))
        .hasMessage("alpha must be between 0 and 1, but was 1.0");
  }

  @Test
  void theLastBinReachesToTheEndOfTheAxis() {
    assertThat(normal.upper()[9]).isEqualTo(Buckets.LAST);
  }

  private SignalCounts normal(double mean, int n) {
    return of(random.doubles(n).map(u -> mean + random.nextGaussian()));
  }

  private static SignalCounts zerosAndOnes(int zeros, int ones) {
    return of(
        DoubleStream.concat(
            DoubleStream.generate(() -> 0).limit(zeros),
            DoubleStream.generate(() -> 1).limit(ones)));
  }

  private static SignalCounts of(DoubleStream numbers) {
    SignalCounts counts = new SignalCounts();
    numbers.forEach(counts::add);
    return counts;
  }
}
