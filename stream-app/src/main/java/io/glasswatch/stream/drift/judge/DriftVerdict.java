package io.glasswatch.stream.drift.judge;

import io.glasswatch.contract.Severity;

/** What the judge says of one signal in one window. */
public sealed interface DriftVerdict {

  /**
   * The window looks like its reference.
   *
   * @param score the population stability index
   * @param threshold the score that chance reaches as rarely as configured
   * @param records observations in the window
   */
  record Stable(double score, double threshold, long records) implements DriftVerdict {}

  /**
   * The window differs from its reference by more than chance.
   *
   * @param severity {@code INFO} when merely significant, {@code WARNING} when the difference also
   *     matters, {@code CRITICAL} when it is strong
   * @param score the population stability index
   * @param threshold the score that chance reaches as rarely as configured
   * @param records observations in the window
   */
  record Drifted(Severity severity, double score, double threshold, long records)
      implements DriftVerdict {}

  /**
   * Too little data to judge; neither good news nor bad.
   *
   * @param seen observations there were
   * @param needed observations that would have been enough
   */
  record Undecided(long seen, long needed) implements DriftVerdict {}
}
