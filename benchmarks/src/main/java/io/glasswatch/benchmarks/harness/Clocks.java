package io.glasswatch.benchmarks.harness;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;

/**
 * A reading of the clock on the wall and of one that tells processor time.
 *
 * @param wallNanos as {@link System#nanoTime()}
 * @param cpuNanos processor time of this process, children left out, or of one thread
 */
public record Clocks(long wallNanos, long cpuNanos) {

  private static final OperatingSystemMXBean SYSTEM =
      (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

  /** Reads the wall's and the process's, which moves in steps of 10 ms on many systems. */
  public static Clocks ofProcess() {
    return new Clocks(System.nanoTime(), SYSTEM.getProcessCpuTime());
  }

  /** Reads the wall's and that of the calling thread; collecting garbage is not in it. */
  public static Clocks ofThread() {
    return new Clocks(System.nanoTime(), THREADS.getCurrentThreadCpuTime());
  }

  /** Returns what {@code records} cost from {@code start} to this reading. */
  public Cost since(Clocks start, long records) {
    return new Cost(
        records,
        Math.max(1, wallNanos - start.wallNanos) / 1e9,
        Math.max(0, cpuNanos - start.cpuNanos) / 1e9);
  }
}
