package io.glasswatch.benchmarks.drift;

import io.glasswatch.stream.drift.count.Measured;
import io.glasswatch.stream.drift.count.WindowCounts;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * Processor time that counting one interaction takes, by the number of scopes that it is in.
 *
 * @param signals signals an interaction
 * @param records different interactions
 */
record CountingCost(int signals, int records) {

  private static final int ROUNDS = 10;
  private static final int REPEATS = 2000;

  /** Returns a Markdown table of the fastest of some rounds. */
  String table() {
    StringBuilder table = new StringBuilder("| scopes | ns a record |\n|---|---|\n");
    for (int scopes : new int[] {1, 2, 4}) {
      table.append("| %d | %.0f |%n".formatted(scopes, nanos(scopes)));
    }
    return table.toString();
  }

  private double nanos(int scopes) {
    List<Map<String, Double>> drawn = drawn();
    ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    double fastest = Double.POSITIVE_INFINITY;
    for (int round = 0; round < ROUNDS; round++) {
      List<WindowCounts> windows = new ArrayList<>();
      for (int i = 0; i < scopes; i++) {
        windows.add(new WindowCounts());
      }
      long start = threads.getCurrentThreadCpuTime();
      for (int repeat = 0; repeat < REPEATS; repeat++) {
        for (Map<String, Double> values : drawn) {
          Measured measured = Measured.of(values);
          for (WindowCounts window : windows) {
            window.add(measured);
          }
        }
      }
      long spent = threads.getCurrentThreadCpuTime() - start;
      fastest = Math.min(fastest, (double) spent / REPEATS / records);
    }
    return fastest;
  }

  private List<Map<String, Double>> drawn() {
    Random random = new Random(1);
    List<Map<String, Double>> drawn = new ArrayList<>();
    for (int i = 0; i < records; i++) {
      Map<String, Double> values = new HashMap<>();
      for (int s = 0; s < signals; s++) {
        double flag = random.nextInt(20) == 0 ? 1 : 0;
        values.put("signal_" + s, s % 4 == 0 ? flag : Math.exp(5 + random.nextGaussian()));
      }
      drawn.add(Map.copyOf(values));
    }
    return drawn;
  }
}
