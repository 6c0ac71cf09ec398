package io.glasswatch.stream.drift.judge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.glasswatch.contract.Severity;
import io.glasswatch.stream.drift.count.Measured;
import io.glasswatch.stream.drift.count.Moments;
import io.glasswatch.stream.drift.count.WindowCounts;
import io.glasswatch.stream.drift.judge.DriftVerdict.Drifted;
import io.glasswatch.stream.drift.judge.DriftVerdict.Stable;
import io.glasswatch.stream.drift.judge.DriftVerdict.Undecided;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HotellingTest {

  private static final int K = Moments.DIMENSIONS;
  private static final double SPREAD = 0.1;

  private final Random random = new Random(1);

  @ParameterizedTest
  @ValueSource(ints = {50, 200})
  void itAlarmsByChanceAsOftenAsItIsTold(int window) {
    double alpha = 0.05;
    int draws = 2_000;
    int alarms = 0;
    for (int d = 0; d < draws; d++) {
      Hotelling compared = Hotelling.of(drawn(60, 0), drawn(window, 0));
      alarms += compared.pValue() < alpha ? 1 : 0;
      assertThat(compared.score() >= compared.threshold(alpha))
          .isEqualTo(compared.pValue() <= alpha);
    }
    double error = Math.sqrt(alpha * (1 - alpha) / draws);
    assertThat((double) alarms / draws).isEqualTo(alpha, within(4 * error));
  }

  @Test
  void theScoreIsTheSquaredDistanceOfTheMeansInStandardDeviations() {
    double shift = 0.4;
    double mean =
        IntStream.range(0, 400)
            .mapToDouble(d -> Hotelling.of(drawn(500, 0), drawn(200, shift)).score())
            .average()
            .orElseThrow();
    assertThat(mean).isEqualTo(shift * shift, within(0.01));
  }

  @Test
  void theScoreIsTheSameInAnyUnits() {
    List<double[]> reference = points(300, 0);
    List<double[]> window = points(100, 0.5);
    double score = Hotelling.of(counted(reference), counted(window)).score();

    double mixed = Hotelling.of(counted(mixed(reference)), counted(mixed(window))).score();

    assertThat(mixed).isEqualTo(score, within(0.01 * score));
  }

  @Test
  void vectorsThatNeverChangeAreStableUntilTheyDo() {
    Moments always = new Moments();
    Moments other = new Moments();
    for (int i = 0; i < 100; i++) {
      always.add(Collections.nCopies(K, 0.25));
      other.add(Collections.nCopies(K, 0.26));
    }
    assertThat(Hotelling.of(always, always).pValue()).isEqualTo(1);
    assertThat(Hotelling.of(always, other).pValue()).isLessThan(1e-9);
  }

  @Test
  void aWindowOfOtherVectorsHasDriftedWithTheSeverityOfThePsi() {
    assertThat(judged(points(500, 0), points(200, 0))).isInstanceOf(Stable.class);
    assertThat(judged(points(50_000, 0), points(50_000, 0.1)))
        .isInstanceOfSatisfying(
            Drifted.class, d -> assertThat(d.severity()).isEqualTo(Severity.INFO));
    assertThat(judged(points(5_000, 0), points(5_000, 0.4)))
        .isInstanceOfSatisfying(
            Drifted.class, d -> assertThat(d.severity()).isEqualTo(Severity.WARNING));
    assertThat(judged(points(500, 0), points(200, 0.8)))
        .isInstanceOfSatisfying(
            Drifted.class,
            d -> {
              assertThat(d.severity()).isEqualTo(Severity.CRITICAL);
              assertThat(d.records()).isEqualTo(200);
            });
  }

  @Test
  void tooFewVectorsAreUndecided() {
    assertThat(judged(points(500, 0), points(49, 9))).isEqualTo(new Undecided(49, 50));
    assertThat(judged(points(49, 0), points(500, 9))).isEqualTo(new Undecided(0, 50));
  }

  @Test
  void theLawOfFIsThatOfItsSpecialCases() {
    for (double f : new double[] {0, 0.5, 1, 3, 8}) {
      assertThat(EvenF.upperTail(f, 2, 9)).isEqualTo(Math.pow(1 + 2 * f / 9, -4.5), within(1e-12));
      assertThat(EvenF.upperTail(f, 16, 1_000_000_000))
          .isEqualTo(ChiSquare.upperTail(16 * f, 16), within(1e-6));
    }
    assertThat(EvenF.upperTail(EvenF.upperQuantile(1e-6, 16, 683), 16, 683))
        .isEqualTo(1e-6, within(1e-12));
  }

  private DriftVerdict judged(List<double[]> reference, List<double[]> window) {
    return new DriftJudge(Detectors.PSI, 0.001, 50)
        .judge(Reference.frozen(windowOf(reference)), windowOf(window), 1)
        .get("embedding");
  }

  private static WindowCounts windowOf(List<double[]> points) {
    WindowCounts counts = new WindowCounts();
    points.forEach(p -> counts.add(Measured.of(Map.of(), Map.of("embedding", boxed(p)))));
    return counts;
  }

  private Moments drawn(int count, double shift) {
    return counted(points(count, shift));
  }

  private static Moments counted(List<double[]> points) {
    Moments moments = new Moments();
    points.forEach(point -> moments.add(boxed(point)));
    return moments;
  }

  /** Normal vectors whose first coordinate is off by so many standard deviations. */
  private List<double[]> points(int count, double shift) {
    return IntStream.range(0, count).mapToObj(i -> point(shift)).toList();
  }

  private double[] point(double shift) {
    double[] point = new double[K];
    for (int i = 0; i < K; i++) {
      point[i] = SPREAD * (random.nextGaussian() + (i == 0 ? shift : 0));
    }
    return point;
  }

  /** Each coordinate scaled, and the one before added to it. */
  private static List<double[]> mixed(List<double[]> points) {
    return points.stream()
        .map(
            point -> {
              double[] mixed = new double[K];
              for (int i = 0; i < K; i++) {
                mixed[i] = (point[i] * (1 + i % 3) + (i > 0 ? point[i - 1] : 0)) / 3;
              }
              return mixed;
            })
        .toList();
  }

  private static List<Double> boxed(double[] point) {
    return Arrays.stream(point).map(x -> Math.max(-1, Math.min(1, x))).boxed().toList();
  }
}
