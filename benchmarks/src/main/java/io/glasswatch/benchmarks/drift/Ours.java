package io.glasswatch.benchmarks.drift;

import io.glasswatch.stream.drift.count.Buckets;
import io.glasswatch.stream.drift.count.SignalCounts;
import io.glasswatch.stream.drift.sequence.NormalScores;
import io.glasswatch.stream.drift.sequence.PageHinkley;

/** Page and Hinkley's test of normal scores, the first observations being the reference. */
final class Ours implements Watcher {

  private static final double TOLERANCE = 0.25;
  static final int REFERENCE = 1000;

  private final PageHinkley test;
  private final SignalCounts reference = new SignalCounts();
  private NormalScores scores = new NormalScores(one());
  private PageHinkley.State state = new PageHinkley.State(REFERENCE, 0, 0, 0);

  /**
   * @param limit what a sum may reach, in standard deviations
   */
  Ours(double limit) {
    test = new PageHinkley(TOLERANCE, limit, REFERENCE);
  }

  @Override
  public boolean alarms(double x) {
    if (reference.count() < REFERENCE) {
      reference.add(x);
      if (reference.count() == REFERENCE) {
        scores = new NormalScores(reference);
      }
      return false;
    }
    state = test.observe(state, scores.of(Buckets.of(x)));
    if (test.score(state) <= 1) {
      return false;
    }
    state = new PageHinkley.State(state.seen(), state.mean(), 0, 0);
    return true;
  }

  private static SignalCounts one() {
    SignalCounts one = new SignalCounts();
    one.add(0);
    return one;
  }
}
