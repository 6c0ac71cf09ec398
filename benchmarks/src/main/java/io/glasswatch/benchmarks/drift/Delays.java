package io.glasswatch.benchmarks.drift;

import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import java.util.function.Supplier;

/**
 * How many observations pass until a shift of a normal stream is seen, at equal rates of false
 * alarms: for each peer, our limit is set so that we alarm by chance no more often than it did.
 *
 * @param streams streams without a shift, of 10,000 observations after the first 1,000
 * @param runs streams with a shift
 */
record Delays(int streams, int runs) {

  private static final int LENGTH = 10_000;
  private static final int LONGEST = 3_000;

  /** Returns a Markdown table: a row a peer. */
  String table() {
    StringBuilder table =
        new StringBuilder(
            "| peer at its defaults | false alarms / 10k | delay 0.5 sd, 1 sd | ours: false alarms"
                + " / 10k | delay 0.5 sd, 1 sd | ratio |\n|---|---|---|---|---|---|\n");
    for (Map.Entry<String, Supplier<Watcher>> peer : Peers.all().entrySet()) {
      Line line = against(peer.getValue());
      table.append(
          "| %s | %.2f | %.0f, %.0f | %.2f | %.0f, %.0f | %.2f, %.2f |%n"
              .formatted(
                  peer.getKey(),
                  perTenThousand(line.peerAlarms),
                  line.peerHalf,
                  line.peerOne,
                  perTenThousand(line.ourAlarms),
                  line.ourHalf,
                  line.ourOne,
                  line.ourHalf / line.peerHalf,
                  line.ourOne / line.peerOne));
    }
    return table.toString();
  }

  /** One peer's row. */
  record Line(
      int peerAlarms,
      double peerHalf,
      double peerOne,
      int ourAlarms,
      double ourHalf,
      double ourOne) {}

  Line against(Supplier<Watcher> peer) {
    int alarms = falseAlarms(peer);
    double limit = limit(alarms);
    Supplier<Watcher> ours = () -> new Ours(limit);
    return new Line(
        alarms,
        delay(peer, 0.5),
        delay(peer, 1),
        falseAlarms(ours),
        delay(ours, 0.5),
        delay(ours, 1));
  }

  /** Returns the lowest limit, to a tenth, that alarms at most {@code alarms} times. */
  private double limit(int alarms) {
    int low = 20;
    int high = 400;
    while (high - low > 1) {
      int middle = (low + high) / 2;
      double limit = middle / 10.0;
      if (falseAlarms(() -> new Ours(limit)) > alarms) {
        low = middle;
      } else {
        high = middle;
      }
    }
    return high / 10.0;
  }

  private int falseAlarms(Supplier<Watcher> watcher) {
    int alarms = 0;
    for (int stream = 0; stream < streams; stream++) {
      Random random = new Random(stream);
      Watcher watching = watcher.get();
      for (int i = 0; i < Ours.REFERENCE + LENGTH; i++) {
        boolean alarm = watching.alarms(random.nextGaussian());
        alarms += alarm && i >= Ours.REFERENCE ? 1 : 0;
      }
    }
    return alarms;
  }

  /** Returns the median delay; a shift that is not seen counts as 3,000. */
  private double delay(Supplier<Watcher> watcher, double shift) {
    int[] delays = new int[runs];
    for (int run = 0; run < runs; run++) {
      Random random = new Random(1_000_000L + run);
      Watcher watching = watcher.get();
      for (int i = 0; i < 2 * Ours.REFERENCE; i++) {
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

  private double perTenThousand(int alarms) {
    return (double) alarms / streams;
  }
}
