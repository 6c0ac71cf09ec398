package io.glasswatch.stream.detect.overtime;

import io.glasswatch.contract.Finding;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** One pattern over the turns of a conversation. */
interface OverTime {

  /** Returns the rule id of what this pattern finds. */
  String id();

  /** Returns how long the pattern stays quiet about a conversation once it was raised. */
  Duration quiet();

  /**
   * Returns what the pattern finds in {@code turns}.
   *
   * @param turns notable turns by event time, at least one
   * @param now the one that has just come in, also part of {@code turns}
   */
  Optional<Finding> judge(List<Turn> turns, Turn now);
}
