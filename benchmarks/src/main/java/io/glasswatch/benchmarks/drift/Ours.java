package io.glasswatch.benchmarks.drift;

import io.glasswatch.stream.drift.count.Buckets;
import io.glasswatch.stream.drift.count.SignalCounts;
import io.glasswatch.stream.drift.sequence.MeanShift;
import io.glasswatch.stream.drift.sequence.NormalScores;
import java.util.Optional;

/** What adds up lasting shifts, one observation a batch, the first ones being the reference. */
final class Ours implements Watcher {

  private static final double SLACK = 0.25;
  static final int REFERENCE = 1000;

  private final double limit;
  private final SignalCounts reference = new SignalCounts();
  private Optional<NormalScores> scores = Optional.empty();
  private Optional<MeanShift> test = Optional.empty();
  private MeanShift.State state = MeanShift.State.after(REFERENCE);

  /**
   * @param limit what the logarithm of the statistic may reach
   */
  Ours(double limit) {
    this.limit = limit;
  }

  @Override
  public boolean alarms(double x) {
    if (test.isEmpty()) {
      learn(x);
      return false;
    }
    state = test.get().observe(state, scores.orElseThrow().of(Buckets.of(x)), 1);
    if (!test.get().reading(state).shifted()) {
      return false;
    }
    state = state.restarted();
    return true;
  }

  private void learn(double x) {
    reference.add(x);
    if (reference.count() == REFERENCE) {
      NormalScores learned = new NormalScores(reference);
      scores = Optional.of(learned);
      test = Optional.of(MeanShift.of(learned, SLACK, 2 * Math.exp(-limit)));
    }
  }
}
