package io.glasswatch.benchmarks.harness;

/** How much work is put into a measurement. */
public enum Effort {
  /** For figures that are told to others. */
  FULL,
  /** For a first look, within a minute. */
  QUICK,
  /** To see that it runs; the figures say nothing. */
  TINY;

  /** Returns the rounds that are counted. */
  public int rounds() {
    return of(5, 3, 1);
  }

  /** Returns the number for this effort. */
  public int of(int full, int quick, int tiny) {
    return switch (this) {
      case FULL -> full;
      case QUICK -> quick;
      case TINY -> tiny;
    };
  }
}
