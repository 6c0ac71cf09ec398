package io.glasswatch.stream.attribution.sketch;

/** Attribution mass as whole numbers, so that the order of adding does not change a sum. */
public final class Mass {

  /** The mass of one explained interaction, shared out among its tokens. */
  public static final long ONE = 1L << 30;

  private Mass() {}

  /** Returns {@code share}, 0 to 1, of one interaction's mass. */
  public static long of(double share) {
    return Math.round(share * ONE);
  }

  /** Returns {@code part} as a share of {@code whole}, 0 if there is no whole. */
  public static double share(long part, long whole) {
    return whole == 0 ? 0 : (double) part / whole;
  }
}
