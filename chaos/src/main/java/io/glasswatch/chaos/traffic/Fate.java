package io.glasswatch.chaos.traffic;

import io.glasswatch.contract.Rejected;
import java.util.Optional;
import java.util.Set;

/** What must become of a record. */
public sealed interface Fate {

  /**
   * It is an interaction, and is assessed once.
   *
   * @param id of the interaction
   * @param model label of the model that answered
   * @param flaws categories of the findings that must be in it, no more and no fewer; empty where
   *     the text is too odd to say
   * @param whole whether the record is the whole interaction, not the second half of one
   */
  record Assessed(String id, String model, Optional<Set<String>> flaws, boolean whole)
      implements Fate {

    public Assessed {
      flaws = flaws.map(Set::copyOf);
    }

    /** Returns whether it must be explained. */
    public boolean flagged() {
      return flaws.isPresent() && !flaws.get().isEmpty();
    }
  }

  /** It cannot be read, and stands among the rejected once, with this reason. */
  record Refused(Rejected.Reason reason) implements Fate {}

  /** It waits for its other half, and nothing comes of it alone. */
  record Waits() implements Fate {}

  /** It was sent before, and nothing more comes of it. */
  record Again() implements Fate {}
}
