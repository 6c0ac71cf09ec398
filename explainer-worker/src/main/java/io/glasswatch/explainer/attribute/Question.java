package io.glasswatch.explainer.attribute;

import io.glasswatch.contract.Finding;
import io.glasswatch.contract.Interaction;
import java.util.List;
import java.util.Optional;

/**
 * An interaction to explain.
 *
 * @param interaction the interaction
 * @param findings what was found in it; may be empty
 * @param target what to explain: a label, or {@code response} or {@code response:START-END} (code
 *     points) of a language model; empty to choose
 * @param rather what to compare it with: another label, or another response; empty for nothing
 */
public record Question(
    Interaction interaction,
    List<Finding> findings,
    Optional<String> target,
    Optional<String> rather) {

  public Question {
    findings = List.copyOf(findings);
  }

  /** Returns the question why the interaction was flagged. */
  public static Question of(Interaction interaction, List<Finding> findings) {
    return new Question(interaction, findings, Optional.empty(), Optional.empty());
  }
}
