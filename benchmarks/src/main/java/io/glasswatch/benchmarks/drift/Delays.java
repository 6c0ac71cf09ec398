package io.glasswatch.benchmarks.drift;

import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import java.util.function.DoubleFunction;
import java.util.function.Supplier;

/**
 * How many observations pass until a shift of a normal stream is seen, at equal rates of false
 * alarms: for each peer, our limit is set so that we alarm by chance no more often than it did.
 *
 * @param streams most streams without a shift, of 10,000 observations after the first 1,000
 * @param runs streams with a shift
 */
record Delays(int streams, int runs) {

  private static final int LENGTH = 10_000;
  private static final int LONGEST = 3_000;

  /** So many false alarms tell a rate well enough. */
  private static final int ENOUGH = 300;

  private static final double HALF = 0.5;
  private static final double ONE = 1;

  /** Returns a Markdown table: a row a peer. */
  String table() {
    StringBuilder table =
        new StringBuilder(
            "| peer at its defaults | false alarms / 10k | delay 0.5 sd, 1 sd | ours: false alarms"
                + " / 10k | delay 0.5 sd, 1 sd | ratio | ratio of the optimum |\n"
                + "|---|---|---|---|---|---|---|\n");
    for (Map.Entry<String, Supplier<Watcher>> peer : Peers.all().entrySet()) {
      double rate = falseAlarms(peer.getValue());
      double limit = limit(Ours::new, rate);
      double half = delay(peer.getValue(), HALF);
      double one = delay(peer.getValue(), ONE);
      double ourHalf = delay(() -> new Ours(limit), HALF);
      double ourOne = delay(() -> new Ours(limit), ONE);
      table.append(
          "| %s | %.4f | %.0f, %.0f | %.4f | %.0f, %.0f | %.2f, %.2f | %.2f, %.2f |%n"
              .formatted(
                  peer.getKey(),
                  rate,
                  half,
                  one,
                  falseAlarms(() -> new Ours(limit)),
                  ourHalf,
                  ourOne,
                  ourHalf / half,
                  ourOne / one,
                  told(HALF, rate) / half,
                  told(ONE, rate) / one));
    }
    return table.toString();
  }

  /** Returns the delay of a test that was told all but the time of the shift. */
  private double told(double shift, double rate) {
    double limit = limit(l -> new Told(shift, l), rate);
    return delay(() -> new Told(shift, limit), shift);
  }

  /** Returns the lowest limit, to a tenth, that alarms at most at {@code rate}. */
  private double limit(DoubleFunction<Watcher> watcher, double rate) {
    int low = 10;
    int high = 250;
    while (high - low > 1) {
      int middle = (low + high) / 2;
      double limit = middle / 10.0;
      if (falseAlarms(() -> watcher.apply(limit)) > rate) {
        low = middle;
      } else {
        high = middle;
      }
    }
    return high / 10.0;
  }

  /** Returns the false alarms in 10,000 observations. */
  private double falseAlarms(Supplier<Watcher> watcher) {
    int alarms = 0;
    int stream = 0;
    while (stream < streams && alarms < ENOUGH) {
      Random random = new Random(stream++);
      Watcher watching = watcher.get();
      for (int i = 0; i < Ours.REFERENCE + LENGTH; i++) {
        boolean alarm = watching.alarms(random.nextGaussian());
        alarms += alarm && i >= Ours.REFERENCE ? 1 : 0;
      }
    }
    return (double) alarms / stream;
  }

  /**
   * Returns the median delay; a shift that is not seen counts as 3,000. Shifts come at any phase of
   * a peer that looks only now and then.
   */
  private double delay(Supplier<Watcher> watcher, double shift) {
    int[] delays = new int[runs];
    for (int run = 0; run < runs; run++) {
      Random random = new Random(1_000_000L + run);
      Watcher watching = watcher.get();
      for (int i = 0; i < 2 * Ours.REFERENCE + run % Adwin.STANDARD.every(); i++) {
        watching.alarms(random.nextGaussian());
      }
      int delay = 1;
      while (delay < LONGEST && !watching.alarms(shift + random.nextGaussian())) {
        delay++;
      }
      delays[run] = delay;
    }
    Arrays.sort(delays);
    return delays[runs / 2];
  }
}
