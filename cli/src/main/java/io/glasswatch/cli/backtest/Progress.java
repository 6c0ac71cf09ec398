package io.glasswatch.cli.backtest;

import java.io.PrintWriter;
import java.time.Duration;

/**
 * Shows how far a run has come: a bar where the last line can be rewritten, else a line at times.
 */
final class Progress {

  private static final int BAR = 30;
  private static final Duration PLAIN = Duration.ofSeconds(10);
  private static final Duration BARS = Duration.ofMillis(200);

  private final PrintWriter out;
  private final long size;
  private final boolean rewrites = Boolean.getBoolean("glasswatch.terminal");
  private long next = System.nanoTime() + (rewrites ? BARS : PLAIN).toNanos();

  /**
   * @param size bytes in all
   */
  Progress(PrintWriter out, long size) {
    this.out = out;
    this.size = Math.max(1, size);
  }

  void read(long bytes, long records) {
    long now = System.nanoTime();
    if (now - next < 0) {
      return;
    }
    next = now + (rewrites ? BARS : PLAIN).toNanos();
    double share = Math.min(1, (double) bytes / size);
    int filled = (int) (share * BAR);
    String bar = "#".repeat(filled) + ".".repeat(BAR - filled);
    out.printf(
        rewrites ? "\r%s %3.0f %% %,d records" : "%s %3.0f %% %,d records%n",
        bar,
        100 * share,
        records);
    out.flush();
  }

  void done() {
    if (rewrites) {
      out.print("\r\u001b[K");
      out.flush();
    }
  }
}
