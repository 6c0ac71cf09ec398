package io.glasswatch.stream.drift.judge;

/** How far one window of a signal is from its reference, and how often chance goes as far. */
public interface Comparison {

  /** Returns the distance, at least 0. */
  double score();

  /** Returns how often chance reaches the distance if nothing has drifted, 0 to 1. */
  double pValue();

  /**
   * Returns the distance that chance reaches in a share {@code alpha} of the windows of this size.
   *
   * @param alpha between 0 and 1
   */
  double threshold(double alpha);
}
