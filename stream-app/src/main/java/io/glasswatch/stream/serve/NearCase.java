package io.glasswatch.stream.serve;

import io.glasswatch.contract.Case;
import io.glasswatch.contract.Require;
import io.glasswatch.contract.Where;
import io.glasswatch.stream.join.Fingerprint;
import java.util.Comparator;
import java.util.Optional;

/**
 * A case whose text is nearly that of another.
 *
 * @param line the case, without its text
 * @param where which of its texts it is: the prompt or the response
 * @param distance bits in which the two hashes differ, 0 for the same words
 */
public record NearCase(CaseLine line, Where where, int distance) {

  /** Prompts before responses, the nearest first, then the newest. */
  public static final Comparator<NearCase> NEAREST_FIRST =
      Comparator.comparing(NearCase::where)
          .thenComparing(NearCase::distance)
          .thenComparing(NearCase::line, CaseLine.NEWEST_FIRST);

  public NearCase {
    Require.that(line != null, "line must not be null");
    Require.that(where != null, "where must not be null");
    Require.that(distance >= 0, "distance must be at least 0, but was %d", distance);
  }

  /** Returns {@code item} beside a case with that fingerprint; empty if it is not near. */
  public static Optional<NearCase> of(Case item, Fingerprint wanted) {
    return Fingerprint.of(item.interaction())
        .likeness(wanted)
        .map(like -> new NearCase(CaseLine.of(item), like.where(), like.distance()));
  }
}
