package io.glasswatch.benchmarks.drift;

import io.glasswatch.stream.drift.count.SignalCounts;
import io.glasswatch.stream.drift.judge.Detector;
import io.glasswatch.stream.drift.judge.Profile;
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
 * @param windows windows that are judged against each
 */
record FalseAlarms(double alpha, int reference, int references, int windows) {

  private static final int[] SIZES = {50, 100, 200, 500, 1000, 5000};

  /** Returns a Markdown table: a row a signal, a column a window size. */
  String table(Detector detector) {
    StringBuilder table = new StringBuilder("| " + detector.id());
    for (int size : SIZES) {
      table.append(" | ").append(size);
    }
    table.append(" |\n|---").append("|---".repeat(SIZES.length)).append("|\n");
    for (Map.Entry<String, ToDoubleFunction<Random>> signal : Signals.all().entrySet()) {
      table.append("| ").append(signal.getKey());
      for (int size : SIZES) {
        table.append(" | %.2f".formatted(ratio(detector, signal.getValue(), size)));
      }
      table.append(" |\n");
    }
    return table.toString();
  }

  /** Returns the measured rate over the configured one. */
  double ratio(Detector detector, ToDoubleFunction<Random> signal, int size) {
    Random random = new Random(size);
    int alarms = 0;
    for (int i = 0; i < references; i++) {
      Profile profile = Profile.of(Signals.draw(signal, random, reference));
      for (int k = 0; k < windows; k++) {
        SignalCounts window = Signals.draw(signal, random, size);
        double p = detector.compare().compare(profile, window, random.nextDouble()).pValue();
        alarms += p <= alpha ? 1 : 0;
      }
    }
    return alarms / (alpha * references * windows);
  }
}
