package io.glasswatch.benchmarks.drift;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Supplier;

/** The streaming detectors of the river library at their defaults, written from their papers. */
final class Peers {

  private Peers() {}

  /** Returns what makes each, by name. */
  static Map<String, Supplier<Watcher>> all() {
    Map<String, Supplier<Watcher>> all = new LinkedHashMap<>();
    all.put("ADWIN 0.002", AdwinWatcher::new);
    all.put("Page-Hinkley 0.005, 50", PageHinkleyWatcher::new);
    all.put("KSWIN 0.005, 100/30", KswinWatcher::new);
    return all;
  }

  private static final class AdwinWatcher implements Watcher {

    private Adwin.State state = Adwin.State.EMPTY;

    @Override
    public boolean alarms(double x) {
      long cuts = state.cuts();
      state = Adwin.STANDARD.observe(state, x);
      return state.cuts() > cuts;
    }
  }

  /**
   * Both ways, with forgetting: {@code s = 0.9999 s + x - mean - 0.005} against its minimum, and
   * likewise {@code + 0.005} against its maximum.
   */
  private static final class PageHinkleyWatcher implements Watcher {

    private static final double KEPT = 0.9999;
    private static final double TOLERANCE = 0.005;

    private long seen;
    private double mean;
    private double up;
    private double lowest = Double.POSITIVE_INFINITY;
    private double down;
    private double highest = -1;

    @Override
    public boolean alarms(double x) {
      seen++;
      mean += (x - mean) / seen;
      up = KEPT * up + x - mean - TOLERANCE;
      down = KEPT * down + x - mean + TOLERANCE;
      lowest = Math.min(lowest, up);
      highest = Math.max(highest, down);
      if (seen < 30 || Math.max(up - lowest, highest - down) <= 50) {
        return false;
      }
      seen = 0;
      mean = 0;
      up = 0;
      down = 0;
      lowest = Double.POSITIVE_INFINITY;
      highest = -1;
      return true;
    }
  }

  /** The last 30 of 100 against 30 drawn from the rest, by Kolmogorov and Smirnov's distance. */
  private static final class KswinWatcher implements Watcher {

    private static final int WINDOW = 100;
    private static final int PART = 30;

    /** {@code P(D >= 13/30)} is 0.0065 and {@code P(D >= 14/30)} is 0.0025 for parts of 30. */
    private static final int LARGE = 14;

    private final List<Double> window = new ArrayList<>();
    private final Random random = new Random(1);

    @Override
    public boolean alarms(double x) {
      window.add(x);
      if (window.size() < WINDOW) {
        return false;
      }
      if (window.size() > WINDOW) {
        window.remove(0);
      }
      double[] latest = sorted(window.subList(WINDOW - PART, WINDOW));
      if (largestLead(latest, drawn()) < LARGE) {
        return false;
      }
      List<Double> kept = List.copyOf(window.subList(WINDOW - PART, WINDOW));
      window.clear();
      window.addAll(kept);
      return true;
    }

    /** Draws without replacement. */
    private double[] drawn() {
      double[] rest =
          window.subList(0, WINDOW - PART).stream().mapToDouble(Double::doubleValue).toArray();
      for (int i = 0; i < PART; i++) {
        int at = i + random.nextInt(rest.length - i);
        double chosen = rest[at];
        rest[at] = rest[i];
        rest[i] = chosen;
      }
      double[] drawn = Arrays.copyOf(rest, PART);
      Arrays.sort(drawn);
      return drawn;
    }

    private static double[] sorted(List<Double> values) {
      return values.stream().mapToDouble(Double::doubleValue).sorted().toArray();
    }

    /** Returns {@code 30 D}: by how many one sample is ahead of the other, at most. */
    private static int largestLead(double[] one, double[] other) {
      int largest = 0;
      int i = 0;
      int j = 0;
      while (i < one.length && j < other.length) {
        double x = Math.min(one[i], other[j]);
        while (i < one.length && one[i] <= x) {
          i++;
        }
        while (j < other.length && other[j] <= x) {
          j++;
        }
        largest = Math.max(largest, Math.abs(i - j));
      }
      return largest;
    }
  }
}
