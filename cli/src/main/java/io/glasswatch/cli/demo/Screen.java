package io.glasswatch.cli.demo;

import io.glasswatch.cli.demo.report.Ledger.Standing;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;

/**
 * What the demo shows while it runs: events as lines, and where things stand in a last line that is
 * rewritten, or every ten seconds where that cannot be done.
 */
public final class Screen {

  private static final Duration PLAIN_INTERVAL = Duration.ofSeconds(10);
  private static final String ERASE_LINE = "\r\u001b[K";

  private final PrintWriter out;
  private final boolean rewrites;
  private final Instant start = Instant.now();
  private Instant nextPlain = start.plus(PLAIN_INTERVAL);

  /**
   * @param rewrites whether {@code out} is a terminal that can erase its last line
   */
  public Screen(PrintWriter out, boolean rewrites) {
    this.out = out;
    this.rewrites = rewrites;
  }

  /** Shows a line that stays. */
  public synchronized void line(String text) {
    if (rewrites) {
      out.print(ERASE_LINE);
    }
    out.println(text);
    out.flush();
  }

  /** Shows something that happened, with the time since the start. */
  public synchronized void event(String text) {
    line(clock() + " " + text);
  }

  /** Shows where things stand. */
  public synchronized void status(Standing now) {
    String text =
        "%s %,d sent, %,d assessed, %,d rejected, %,d flagged, %,d explained, %,d alerts"
            .formatted(
                clock(),
                now.sent(),
                now.assessed(),
                now.rejected(),
                now.flagged(),
                now.explained(),
                now.alerts());
    if (rewrites) {
      out.print(ERASE_LINE + text);
      out.flush();
    } else if (!Instant.now().isBefore(nextPlain)) {
      line(text);
      nextPlain = Instant.now().plus(PLAIN_INTERVAL);
    }
  }

  private String clock() {
    long seconds = Duration.between(start, Instant.now()).toSeconds();
    return "%02d:%02d".formatted(seconds / 60, seconds % 60);
  }
}
