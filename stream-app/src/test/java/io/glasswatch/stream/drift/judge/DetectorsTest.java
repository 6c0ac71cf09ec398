package io.glasswatch.stream.drift.judge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.glasswatch.stream.drift.count.SignalCounts;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class DetectorsTest {

  private static final Map<String, ToDoubleFunction<Random>> SIGNALS =
      Map.of(
          "normal", Random::nextGaussian,
          "lognormal", r -> Math.rint(200 * Math.exp(r.nextGaussian())),
          "2 % ones", r -> r.nextDouble() < 0.02 ? 1 : 0,
          "heavy-tailed", r -> Math.pow(1 - r.nextDouble(), -1 / 1.5),
          "0 to 1", r -> Math.pow(r.nextDouble(), 6));

  /** Kolmogorov and Smirnov's law is careful where values repeat, Wasserstein's is rough. */
  private static final List<String> EXACT = List.of("psi", "jensen-shannon", "chi-square");

  static Stream<Detector> detectors() {
    return Detectors.ALL.stream();
  }

  static Stream<Arguments> exactDetectorsAndSignals() {
    return EXACT.stream()
        .flatMap(
            id ->
                SIGNALS.keySet().stream()
                    .sorted()
                    .flatMap(
                        signal ->
                            Stream.of(50, 200)
                                .map(n -> Arguments.of(Detectors.of(id), signal, n))));
  }

  @ParameterizedTest
  @MethodSource("detectors")
  void nothingIsUnlikeItself(Detector detector) {
    SignalCounts counts = draw(SIGNALS.get("normal"), new Random(1), 1000);
    Comparison comparison = detector.compare().compare(Profile.of(counts), counts, 0.5);

    assertThat(comparison.score()).isZero();
    assertThat(comparison.pValue()).isEqualTo(1, within(1e-9));
  }

  @ParameterizedTest
  @MethodSource("detectors")
  void aShiftByAStandardDeviationIsSeen(Detector detector) {
    Random random = new Random(1);
    Profile reference = Profile.of(draw(SIGNALS.get("normal"), random, 1000));
    SignalCounts shifted = draw(r -> 1 + r.nextGaussian(), random, 200);
    Comparison comparison = detector.compare().compare(reference, shifted, 0.5);

    assertThat(comparison.pValue()).isLessThan(1e-6);
    assertThat(comparison.score()).isGreaterThan(detector.strong());
  }

  @ParameterizedTest
  @MethodSource("detectors")
  void theScoreReachesTheThresholdExactlyIfThePValueReachesTheLevel(Detector detector) {
    Random random = new Random(1);
    for (ToDoubleFunction<Random> signal : SIGNALS.values()) {
      Profile reference = Profile.of(draw(signal, random, 500));
      for (double alpha : new double[] {0.3, 0.05, 1e-4}) {
        SignalCounts window = draw(signal, random, 100);
        Comparison c = detector.compare().compare(reference, window, random.nextDouble());
        assertThat(c.score() >= c.threshold(alpha)).isEqualTo(c.pValue() <= alpha);
      }
    }
  }

  /** 1500 windows at a level of 5 %: 75 expected, and 112 is 1.5 times as many. */
  @ParameterizedTest(name = "{0}, {1}, {2} records")
  @MethodSource("exactDetectorsAndSignals")
  void chanceAlarmsAsOftenAsAsked(Detector detector, String signal, int n) {
    Random random = new Random(n);
    int alarms = 0;
    for (int i = 0; i < 150; i++) {
      Profile reference = Profile.of(draw(SIGNALS.get(signal), random, 1000));
      for (int k = 0; k < 10; k++) {
        SignalCounts window = draw(SIGNALS.get(signal), random, n);
        Comparison comparison = detector.compare().compare(reference, window, random.nextDouble());
        alarms += comparison.pValue() <= 0.05 ? 1 : 0;
      }
    }
    assertThat(alarms).isBetween(50, 112);
  }

  /** Kolmogorov's table: the limit law exceeds 1.358 with 5 %, 1.628 with 1 %. */
  @Test
  void kolmogorovsLawIsThatOfTheTable() {
    KolmogorovSmirnov half = new KolmogorovSmirnov(0.5, 2 * 1.358);
    assertThat(half.pValue()).isEqualTo(0.05, within(1e-4));
    assertThat(half.threshold(0.01) * 2 * 1.358).isEqualTo(1.628, within(1e-3));
  }

  /** All mass moves by one standard deviation of the reference. */
  @Test
  void wassersteinMeasuresInStandardDeviations() {
    SignalCounts reference = new SignalCounts();
    SignalCounts window = new SignalCounts();
    for (int i = 0; i < 100; i++) {
      reference.add(i % 2 == 0 ? 10 : 30);
      window.add(i % 2 == 0 ? 20 : 40);
    }
    assertThat(Wasserstein.of(Profile.of(reference), window, 0.5).score())
        .isEqualTo(1, within(1e-9));
  }

  /** Disjoint histograms are one bit apart, but for the smoothing. */
  @Test
  void jensenShannonIsAtMostOneBit() {
    SignalCounts reference = draw(r -> 0, new Random(1), 100_000);
    SignalCounts window = draw(r -> 1, new Random(1), 100_000);
    double score =
        Detectors.of("jensen-shannon")
            .compare()
            .compare(Profile.of(reference), window, 0.5)
            .score();
    assertThat(score).isEqualTo(1, within(1e-3)).isLessThan(1);
  }

  @Test
  void anUnknownDetectorIsRefusedWithTheOnesThereAre() {
    assertThatThrownBy(() -> Detectors.of("gut-feeling"))
        .hasMessage(
            "no detector is called \"gut-feeling\"; there are psi, jensen-shannon, chi-square,"
                + " kolmogorov-smirnov, wasserstein");
  }

  private static SignalCounts draw(ToDoubleFunction<Random> signal, Random random, int n) {
    SignalCounts counts = new SignalCounts();
    for (int i = 0; i < n; i++) {
      counts.add(signal.applyAsDouble(random));
    }
    return counts;
  }
}
