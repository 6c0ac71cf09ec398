package io.glasswatch.stream.drift.sequence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.glasswatch.stream.drift.count.Buckets;
import io.glasswatch.stream.drift.count.SignalCounts;
import java.util.Random;
import java.util.function.ToDoubleFunction;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;

class MeanShiftTest {

  private static final NormalScores NORMAL = scores(1, 20_000, Random::nextGaussian);
  private static final MeanShift TEST = MeanShift.of(NORMAL, 0.25, 1e-4);
  private static final MeanShift.State START = MeanShift.State.after(20_000);

  @Test
  void isQuietWhileTheMeanHolds() {
    assertThat(firstAlarm(TEST, noise(1, 5000, 0))).isEqualTo(-1);
  }

  @Test
  void seesAShiftInEitherDirection() {
    assertThat(firstAlarm(TEST, noise(1, 300, 0.5))).isBetween(20, 120);
    assertThat(firstAlarm(TEST, noise(1, 300, -0.5))).isBetween(20, 120);
  }

  @Test
  void seesAShiftThatCameInBatches() {
    MeanShift.State state = START;
    for (int batch = 0; batch < 5; batch++) {
      state = TEST.observe(state, 0.4 * 200, 200);
    }
    assertThat(TEST.reading(state).shifted()).isTrue();
  }

  /** The bound is kept, and not by being blind. */
  @Test
  void alarmsByChanceAtMostAsOftenAsAsked() {
    MeanShift test = MeanShift.of(NORMAL, 0.25, 0.01);
    Random random = new Random(1);
    MeanShift.State state = START;
    int alarms = 0;
    for (int i = 0; i < 200_000; i++) {
      state = test.observe(state, random.nextGaussian(), 1);
      if (test.reading(state).shifted()) {
        alarms++;
        state = state.restarted();
      }
    }
    assertThat(alarms).isBetween(600, 2000);
  }

  @Test
  void aShiftThatLastsIsNotLearned() {
    MeanShift.State state = after(TEST, noise(1, 5000, 0.5));
    assertThat(TEST.reading(state).shifted()).isTrue();
    assertThat(state.mean()).isEqualTo(0, within(0.01));
  }

  @Test
  void whatIsBelowTheSlackIsLearned() {
    MeanShift.State state = after(TEST, noise(1, 40_000, 0.05));
    assertThat(TEST.reading(state).shifted()).isFalse();
    assertThat(state.mean()).isEqualTo(0.033, within(0.01));
  }

  @Test
  void comesBackWhenTheStreamDoes() {
    MeanShift.State shifted = after(TEST, noise(1, 5000, 1));
    MeanShift.State state = shifted;
    for (double x : noise(2, 300, 0)) {
      state = TEST.observe(state, x, 1);
    }
    assertThat(TEST.reading(shifted).shifted()).isTrue();
    assertThat(TEST.reading(state).shifted()).isFalse();
  }

  @Test
  void fewerObservationsInTheReferenceRaiseTheLimit() {
    double most = TEST.reading(MeanShift.State.after(1_000_000)).threshold();
    double few = TEST.reading(MeanShift.State.after(500)).threshold();
    assertThat(most).isEqualTo(Math.log(2 / 1e-4), within(0.01));
    assertThat(few / most).isEqualTo(1 / (1 - most / (0.5 * 0.25 * 500)), within(0.01));
  }

  /** By hand: 0.02 exp(6.75 t) + 0.98 exp(-0.393 t) = 1 at t = 0.257. */
  @Test
  void theExponentIsTwiceTheSlackOfANormalStreamAndLessOfARareFlag() {
    assertThat(NORMAL.exponent(1, 0.25)).isEqualTo(0.5, within(0.02));
    assertThat(NORMAL.exponent(-1, 0.25)).isEqualTo(0.5, within(0.02));
    SignalCounts flags = new SignalCounts();
    for (int i = 0; i < 1000; i++) {
      flags.add(i < 20 ? 1 : 0);
    }
    NormalScores rare = new NormalScores(flags);
    assertThat(rare.exponent(1, 0.25)).isEqualTo(0.257, within(0.005));
    assertThat(rare.exponent(-1, 0.25)).isEqualTo(1);
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
  void whatIsNotANumberIsRefused() {
    assertThatThrownBy(() -> TEST.observe(START, Double.NaN, 1))
        .hasMessage("sum must be finite, but was NaN");
  }

  private static NormalScores scores(long seed, int n, ToDoubleFunction<Random> signal) {
    SignalCounts counts = new SignalCounts();
    Random random = new Random(seed);
    for (int i = 0; i < n; i++) {
      counts.add(signal.applyAsDouble(random));
    }
    return new NormalScores(counts);
  }

  private static int firstAlarm(MeanShift test, double[] stream) {
    MeanShift.State state = START;
    for (int i = 0; i < stream.length; i++) {
      state = test.observe(state, stream[i], 1);
      if (test.reading(state).shifted()) {
        return i + 1;
      }
    }
    return -1;
  }

  private static MeanShift.State after(MeanShift test, double[] stream) {
    MeanShift.State state = START;
    for (double x : stream) {
      state = test.observe(state, x, 1);
    }
    return state;
  }

  private static double[] noise(long seed, int n, double mean) {
    Random random = new Random(seed);
    return DoubleStream.generate(() -> mean + random.nextGaussian()).limit(n).toArray();
  }
}
