package io.glasswatch.stream.join;

import io.glasswatch.contract.Case;
import io.glasswatch.contract.Require;

/**
 * A complete case, as it is now.
 *
 * @param item the case
 * @param explainedNow whether this is the one time that it came to be explained; a repeated answer
 *     changes nothing, and what changes a case later does not explain it again
 */
public record Joined(Case item, boolean explainedNow) {

  public Joined {
    Require.that(item != null, "item must not be null");
  }
}
