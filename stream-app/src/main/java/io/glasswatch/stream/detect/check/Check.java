package io.glasswatch.stream.detect.check;

import io.glasswatch.contract.Finding;
import io.glasswatch.contract.Interaction;
import java.util.Optional;

/** Looks for one thing in a whole interaction, in time linear in its text. */
public interface Check {

  /** Returns the rule id of what this check finds. */
  String id();

  /** Returns what was found. */
  Optional<Finding> find(Interaction interaction);
}
