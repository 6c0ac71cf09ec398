package io.glasswatch.benchmarks.drift;

/**
 * Page's cumulative sums of a stream whose mean, deviation and size of shift it was told. Of all
 * tests that alarm by chance as rarely, none sees that shift sooner in the worst case [Moustakides,
 * "Optimal Stopping Times for Detecting Changes in Distributions", Annals of Statistics 14(4),
 * 1986], so it shows what is left to gain.
 */
final class Told implements Watcher {

  private final double slack;
  private final double limit;
  private double up;
  private double down;

  /**
   * @param shift of the mean, in standard deviations
   * @param limit what the logarithm of the likelihood ratio may reach
   */
  Told(double shift, double limit) {
    this.slack = shift / 2;
    this.limit = limit / shift;
  }

  @Override
  public boolean alarms(double x) {
    up = Math.max(0, up + x - slack);
    down = Math.max(0, down - x - slack);
    if (Math.max(up, down) < limit) {
      return false;
    }
    up = 0;
    down = 0;
    return true;
  }
}
