package io.glasswatch.stream.detect.check;

import java.util.List;

/** Every check, one line each. */
public final class Checks {

  public static final List<Check> ALL =
      List.of(
          new RepetitionLoop(4, 200, 4_000),
          new RunawayLength(20_000, 8_192),
          new SystemPromptOverlap(8, 12));

  private Checks() {}
}
