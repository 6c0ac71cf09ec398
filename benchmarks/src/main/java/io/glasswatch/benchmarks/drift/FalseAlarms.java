package io.glasswatch.benchmarks.drift;

import io.glasswatch.stream.drift.count.SignalCounts;
import io.glasswatch.stream.drift.judge.Detector;
import io.glasswatch.stream.drift.judge.Profile;
import io.glasswatch.stream.drift.sequence.MeanShift;
import io.glasswatch.stream.drift.sequence.NormalScores;
import java.util.Map;
import java.util.Random;
import java.util.function.ToDoubleFunction;

/**
 * How often a window that has not drifted is called significant, as a multiple of the configured
 * rate.
 *
 * @param alpha the configured rate
 * @param reference records in each reference
 * @param references how many are drawn
 */
record FalseAlarms(double alpha, int reference, int references) {

  private static final int[] SIZES = {50, 100, 200, 500, 1000, 5000};

  /** Windows that are added up over each reference. */
  private static final int WINDOWS = 30;

  private static final double SLACK = 0.25;

  /** The measured rate over the configured one. */
  @FunctionalInterface
  private interface Ratio {
    double of(ToDoubleFunction<Random> signal, int size);
  }

  /**
   * Returns a Markdown table: a row a signal, a column a window size. Each window has a reference
   * of its own: windows that share one alarm together, and say little more than one of them.
   */
  String table(Detector detector) {
    return table(detector.id(), (signal, size) -> ratio(detector, signal, size));
  }

  /** Returns such a table of what adds up lasting shifts, from its reference on. */
  String ofLasting() {
    return table("lasting shift", this::lastingRatio);
  }

  private static String table(String name, Ratio ratio) {
    StringBuilder table = new StringBuilder("| " + name);
    for (int size : SIZES) {
      table.append(" | ").append(size);
    }
    table.append(" |\n|---").append("|---".repeat(SIZES.length)).append("|\n");
    for (Map.Entry<String, ToDoubleFunction<Random>> signal : Signals.all().entrySet()) {
      table.append("| ").append(signal.getKey());
      for (int size : SIZES) {
        table.append(" | %.2f".formatted(ratio.of(signal.getValue(), size)));
      }
      table.append(" |\n");
    }
    return table.toString();
  }

  private double ratio(Detector detector, ToDoubleFunction<Random> signal, int size) {
    Random random = new Random(size);
    int alarms = 0;
    for (int i = 0; i < references; i++) {
      Profile profile = Profile.of(Signals.draw(signal, random, reference));
      SignalCounts window = Signals.draw(signal, random, size);
      double p = detector.compare().compare(profile, window, random.nextDouble()).pValue();
      alarms += p <= alpha ? 1 : 0;
    }
    return alarms / (alpha * references);
  }

  private double lastingRatio(ToDoubleFunction<Random> signal, int size) {
    Random random = new Random(size);
    int alarms = 0;
    for (int i = 0; i < references; i++) {
      NormalScores scores = new NormalScores(Signals.draw(signal, random, reference));
      MeanShift test = MeanShift.of(scores, SLACK, alpha);
      MeanShift.State state = MeanShift.State.after(reference);
      for (int k = 0; k < WINDOWS; k++) {
        state = test.observe(state, scores.sum(Signals.draw(signal, random, size)), size);
        if (test.reading(state).shifted()) {
          alarms++;
          state = state.restarted();
        }
      }
    }
    return alarms / (alpha * references * WINDOWS);
  }
}
