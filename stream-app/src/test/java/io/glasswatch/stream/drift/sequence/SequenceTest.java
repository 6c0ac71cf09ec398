package io.glasswatch.stream.drift.sequence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.glasswatch.stream.drift.count.Buckets;
import io.glasswatch.stream.drift.count.SignalCounts;
import java.util.Random;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;

class SequenceTest {

  private static final Cusum CUSUM = Cusum.quietFor(0.25, 20_000);
  private static final PageHinkley PAGE_HINKLEY = PageHinkley.STANDARD;
  private static final Adwin ADWIN = Adwin.STANDARD;

  @Test
  void cusumIsQuietWhileTheMeanHolds() {
    assertThat(firstCusumAlarm(noise(1, 2000, 0))).isEqualTo(-1);
  }

  @Test
  void cusumSeesAShiftInEitherDirection() {
    assertThat(firstCusumAlarm(noise(1, 200, 1))).isBetween(1, 40);
    assertThat(firstCusumAlarm(noise(1, 200, -1))).isBetween(1, 40);
  }

  /** Ten observations of 0.3 exceed a slack of 0.1 by 2 in all. */
  @Test
  void cusumAddsUpWhatExceedsTheSlack() {
    Cusum one = new Cusum(0.1, 4);
    Cusum.State state = Cusum.State.EMPTY;
    for (int i = 0; i < 10; i++) {
      state = one.observe(state, 0.3);
    }
    assertThat(one.score(state)).isEqualTo(0.5, within(1e-12));
    assertThat(one.score(one.observe(Cusum.State.EMPTY, 3, 10))).isEqualTo(0.5, within(1e-12));
  }

  /** Limits of one-sided sums from Siegmund's formula by hand: k 0.5, h 4.8 runs for 766. */
  @Test
  void cusumIsAsQuietAsAsked() {
    assertThat(Cusum.quietFor(0.5, 383).limit()).isEqualTo(4.8, within(0.01));
    Random random = new Random(1);
    Cusum cusum = Cusum.quietFor(0.25, 1000);
    Cusum.State state = Cusum.State.EMPTY;
    int alarms = 0;
    for (int i = 0; i < 500_000; i++) {
      state = cusum.observe(state, random.nextGaussian());
      if (cusum.score(state) >= 1) {
        alarms++;
        state = Cusum.State.EMPTY;
      }
    }
    assertThat(alarms).isBetween(400, 600);
  }

  @Test
  void scoresOfTheReferenceHaveMeanZeroAndVarianceOne() {
    SignalCounts reference = new SignalCounts();
    Random random = new Random(1);
    for (int i = 0; i < 2000; i++) {
      reference.add(Math.pow(1 - random.nextDouble(), -1));
    }
    NormalScores scores = new NormalScores(reference);
    double squares = 0;
    for (int bucket : reference.occupied()) {
      squares += scores.of(bucket) * scores.of(bucket) * reference.in(bucket);
    }
    assertThat(scores.sum(reference)).isEqualTo(0, within(1e-8));
    assertThat(squares / 2000).isEqualTo(1, within(1e-9));
    assertThat(scores.of(Buckets.LAST)).isBetween(3.0, 4.5);
    assertThat(scores.of(-Buckets.LAST)).isBetween(-4.5, -3.0);
  }

  @Test
  void scoresOfTwoValuesAreStandardised() {
    SignalCounts reference = new SignalCounts();
    for (int i = 0; i < 100; i++) {
      reference.add(i < 10 ? 1 : 0);
    }
    NormalScores scores = new NormalScores(reference);
    assertThat(scores.of(Buckets.of(1))).isEqualTo(0.9 / 0.3, within(1e-9));
    assertThat(scores.of(Buckets.of(0))).isEqualTo(-0.1 / 0.3, within(1e-9));
  }

  @Test
  void pageHinkleyIsQuietWhileTheMeanHolds() {
    assertThat(firstPageHinkleyAlarm(noise(1, 5000, 0))).isEqualTo(-1);
  }

  @Test
  void pageHinkleySeesAShiftInEitherDirection() {
    for (double shift : new double[] {1, -1}) {
      double[] stream =
          DoubleStream.concat(
                  DoubleStream.of(noise(1, 1000, 0)), DoubleStream.of(noise(2, 200, shift)))
              .toArray();
      assertThat(firstPageHinkleyAlarm(stream)).isBetween(1001, 1060);
    }
  }

  @Test
  void pageHinkleyWaitsUntilItIsWarm() {
    PageHinkley test = new PageHinkley(0, 1, 50);
    PageHinkley.State state = PageHinkley.State.EMPTY;
    for (int i = 0; i < 49; i++) {
      state = test.observe(state, i * i);
    }
    assertThat(test.score(state)).isZero();
    assertThat(test.score(test.observe(state, 2500))).isGreaterThan(1);
  }

  @Test
  void adwinGrowsWhileTheMeanHolds() {
    Adwin.State state = adwin(noise(1, 4000, 0));
    assertThat(state.cuts()).isZero();
    assertThat(state.window().count()).isEqualTo(4000);
    assertThat(state.buckets().size()).isLessThan(60);
  }

  @Test
  void adwinDropsWhatCameBeforeAChange() {
    double[] stream =
        DoubleStream.concat(DoubleStream.of(noise(1, 2000, 0)), DoubleStream.of(noise(2, 500, 1)))
            .toArray();
    Adwin.State state = adwin(stream);
    assertThat(state.cuts()).isPositive();
    assertThat(state.window().count()).isLessThan(700);
    assertThat(state.window().mean()).isEqualTo(1, within(0.3));
  }

  @Test
  void adwinKnowsMeanAndVarianceOfItsWindow() {
    double[] stream = noise(1, 1000, 0);
    Adwin.Bucket window = adwin(stream).window();
    double mean = DoubleStream.of(stream).average().orElseThrow();
    double squares = DoubleStream.of(stream).map(x -> (x - mean) * (x - mean)).sum();
    assertThat(window.mean()).isEqualTo(mean, within(1e-9));
    assertThat(window.squares()).isEqualTo(squares, within(1e-6));
  }

  @Test
  void whatIsNotANumberIsRefused() {
    assertThatThrownBy(() -> CUSUM.observe(Cusum.State.EMPTY, Double.NaN))
        .hasMessage("observation must be finite, but was NaN");
    assertThatThrownBy(() -> PAGE_HINKLEY.observe(PageHinkley.State.EMPTY, Double.NaN))
        .hasMessage("observation must be finite, but was NaN");
    assertThatThrownBy(() -> ADWIN.observe(Adwin.State.EMPTY, Double.NaN))
        .hasMessage("observation must be finite, but was NaN");
  }

  private static int firstCusumAlarm(double[] stream) {
    Cusum.State state = Cusum.State.EMPTY;
    for (int i = 0; i < stream.length; i++) {
      state = CUSUM.observe(state, stream[i]);
      if (CUSUM.score(state) >= 1) {
        return i + 1;
      }
    }
    return -1;
  }

  private static int firstPageHinkleyAlarm(double[] stream) {
    PageHinkley.State state = PageHinkley.State.EMPTY;
    for (int i = 0; i < stream.length; i++) {
      state = PAGE_HINKLEY.observe(state, stream[i]);
      if (PAGE_HINKLEY.score(state) > 1) {
        return i + 1;
      }
    }
    return -1;
  }

  private static Adwin.State adwin(double[] stream) {
    Adwin.State state = Adwin.State.EMPTY;
    for (double x : stream) {
      state = ADWIN.observe(state, x);
    }
    return state;
  }

  private static double[] noise(long seed, int n, double mean) {
    Random random = new Random(seed);
    return DoubleStream.generate(() -> mean + random.nextGaussian()).limit(n).toArray();
  }
}
