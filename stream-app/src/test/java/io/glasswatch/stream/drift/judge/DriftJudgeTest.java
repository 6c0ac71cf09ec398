package io.glasswatch.stream.drift.judge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.glasswatch.contract.Severity;
import io.glasswatch.stream.drift.count.Buckets;
import io.glasswatch.stream.drift.count.SignalCounts;
import io.glasswatch.stream.drift.count.WindowCounts;
import io.glasswatch.stream.drift.judge.DriftVerdict.Drifted;
import io.glasswatch.stream.drift.judge.DriftVerdict.Stable;
import io.glasswatch.stream.drift.judge.DriftVerdict.Undecided;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.DoubleStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class DriftJudgeTest {

  private static final DriftJudge JUDGE = new DriftJudge(Detectors.PSI, 0.001, 50);

  private final Random random = new Random(1);
  private final SignalCounts normal = normal(0, 2000);

  @Test
  void aWindowLikeItsReferenceIsStable() {
    assertThat(judged(normal, normal(0, 500))).isInstanceOf(Stable.class);
  }

  @Test
  void aShiftedWindowHasDrifted() {
    assertThat(judged(normal, normal(0.4, 500)))
        .isInstanceOfSatisfying(
            Drifted.class,
            d -> {
              assertThat(d.severity()).isEqualTo(Severity.WARNING);
              assertThat(d.records()).isEqualTo(500);
              assertThat(d.score()).isGreaterThan(d.threshold());
            });
    assertThat(judged(normal, normal(1, 500)))
        .isInstanceOfSatisfying(
            Drifted.class, d -> assertThat(d.severity()).isEqualTo(Severity.CRITICAL));
  }

  @Test
  void aTinyShiftOfALargeWindowIsSignificantButDoesNotMatter() {
    SignalCounts large = normal(0, 200_000);
    assertThat(judged(large, normal(0.1, 100_000)))
        .isInstanceOfSatisfying(
            Drifted.class, d -> assertThat(d.severity()).isEqualTo(Severity.INFO));
  }

  @Test
  void aSmallWindowIsUndecided() {
    assertThat(judged(normal, normal(9, 49))).isEqualTo(new Undecided(49, 50));
  }

  @Test
  void theThresholdShrinksAsTheWindowGrows() {
    double small = ((Stable) judged(normal, normal(0, 50))).threshold();
    double large = ((Stable) judged(normal, normal(0, 5000))).threshold();
    assertThat(small).isGreaterThan(3 * large);
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
    SignalCounts ones = zerosAndOnes(0, 500);
    assertThat(Bins.quantiles(ones, 10).counts(zerosAndOnes(3, 4))).containsExactly(3, 4, 0);
    assertThat(judged(ones, zerosAndOnes(30, 70))).isInstanceOf(Drifted.class);
    assertThat(judged(ones, zerosAndOnes(0, 100))).isInstanceOf(Stable.class);
  }

  @Test
  void binsOfADenseSignalHoldAboutEquallyMuch() {
    long[] reference = Bins.quantiles(normal, 10).reference();
    assertThat(reference).hasSize(10);
    assertThat(LongStream.of(reference)).allMatch(n -> n >= 160 && n <= 240);
  }

  @Test
  void everyNumberHasABin() {
    for (double x : new double[] {-1e300, -3, 0, 1e-300, 3, 1e300}) {
      SignalCounts one = new SignalCounts();
      one.add(x);
      assertThat(Bins.quantiles(normal, 10).counts(one)).contains(1).hasSize(10);
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
    assertThatThrownBy(() -> new DriftJudge(Detectors.PSI, 1, 50))
        .hasMessage("alpha must be between 0 and 1, but was 1.0");
  }

  @Test
  void theLastBinReachesToTheEndOfTheAxis() {
    assertThat(Bins.quantiles(normal, 10).upper()[9]).isEqualTo(Buckets.LAST);
  }

  @Test
  void aSignalThatItsReferenceNeverSawIsUndecided() {
    WindowCounts window = new WindowCounts();
    for (int i = 0; i < 100; i++) {
      window.add(Map.of("y", 1.0));
    }

    assertThat(JUDGE.judge(reference(normal), window, 1))
        .isEqualTo(Map.of("y", new Undecided(0, 50)));
  }

  @Test
  void whereMuchHasDriftedTheRestNeedsLessProof() {
    assertThat(FalseDiscoveries.level(List.of(0.5, 0.012, 0.7), 0.01)).isEqualTo(0.01);
    assertThat(FalseDiscoveries.level(List.of(0.0001, 0.012, 0.7), 0.01)).isEqualTo(0.02);
    assertThat(FalseDiscoveries.level(List.of(0.0001, 0.029, 0.028), 0.01)).isEqualTo(0.03);
    assertThat(FalseDiscoveries.level(List.of(), 0.01)).isEqualTo(0.01);
  }

  @Test
  void aWindowIsAlwaysJudgedTheSame() {
    Reference reference = reference(zerosAndOnes(970, 30));
    WindowCounts window = window(zerosAndOnes(90, 10));
    assertThat(JUDGE.judge(reference, window, 42)).isEqualTo(JUDGE.judge(reference, window, 42));
  }

  private static DriftVerdict judged(SignalCounts reference, SignalCounts window) {
    return JUDGE.judge(reference(reference), window(window), 1).get("x");
  }

  private static Reference reference(SignalCounts counts) {
    return Reference.frozen(window(counts));
  }

  private static WindowCounts window(SignalCounts counts) {
    WindowCounts window = new WindowCounts();
    for (int bucket : counts.occupied()) {
      for (long i = 0; i < counts.in(bucket); i++) {
        window.add(Map.of("x", Buckets.value(bucket)));
      }
    }
    return window;
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
