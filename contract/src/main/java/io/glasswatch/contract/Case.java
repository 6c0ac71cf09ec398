package io.glasswatch.contract;

import com.fasterxml.jackson.annotation.JsonIgnore;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * One interaction with all that is known about it: what an on-call person opens.
 *
 * @param interaction the interaction with its text
 * @param assessment what the detectors decided when it came in
 * @param later findings that came after the assessment: patterns over time, model scores above a
 *     threshold
 * @param explanation the answer of an explainer; empty while it is awaited
 * @param openedAt when the explanation was asked for
 */
public record Case(
    Interaction interaction,
    Assessment assessment,
    List<Finding> later,
    Optional<Explanation> explanation,
    Instant openedAt) {

  public Case {
    Require.that(interaction != null, "interaction must not be null");
    Require.that(assessment != null, "assessment must not be null");
    Require.that(explanation != null, "explanation must not be null");
    Require.that(openedAt != null, "openedAt must not be null");
    later = List.copyOf(later);
  }

  /** Returns all findings: those of the assessment, then the later ones. */
  @JsonIgnore
  public List<Finding> findings() {
    List<Finding> all = new ArrayList<>(assessment.findings());
    all.addAll(later);
    return List.copyOf(all);
  }

  /** Returns this case with one more finding, or itself if it already has it. */
  public Case with(Finding finding) {
    if (later.contains(finding)) {
      return this;
    }
    List<Finding> more = new ArrayList<>(later);
    more.add(finding);
    return new Case(interaction, assessment, more, explanation, openedAt);
  }

  /** Returns this case with its explanation. */
  public Case with(Explanation answer) {
    return new Case(interaction, assessment, later, Optional.of(answer), openedAt);
  }
}
