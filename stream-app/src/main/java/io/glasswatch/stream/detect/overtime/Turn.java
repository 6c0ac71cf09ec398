package io.glasswatch.stream.detect.overtime;

import com.fasterxml.jackson.annotation.JsonIgnore;
import io.glasswatch.contract.Assessment;
import io.glasswatch.contract.Category;
import io.glasswatch.contract.Finding;
import io.glasswatch.contract.Require;
import io.glasswatch.contract.Severity;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * What is remembered of one interaction: no text, no place.
 *
 * @param interaction the interaction's id
 * @param time its event time
 * @param injection whether what the model read tried to take it off its instructions
 * @param refused whether the model refused
 * @param risk the highest severity of a finding that is not a refusal
 * @param category the category of that finding
 */
public record Turn(
    String interaction,
    Instant time,
    boolean injection,
    boolean refused,
    Optional<Severity> risk,
    Optional<String> category) {

  public Turn {
    Require.notBlank(interaction, "interaction");
    Require.that(time != null, "time must not be null");
    Require.that(
        risk.isPresent() == category.isPresent(), "risk and category come together or not at all");
  }

  /** Returns what is remembered of {@code assessment}. */
  static Turn of(Assessment assessment) {
    List<Finding> findings = assessment.findings();
    Optional<Finding> worst =
        findings.stream()
            .filter(f -> !f.category().equals(Category.REFUSAL))
            .max(Comparator.comparing(Finding::severity));
    return new Turn(
        assessment.interaction(),
        assessment.time(),
        findings.stream()
            .filter(f -> f.severity().atLeast(Severity.WARNING))
            .anyMatch(f -> f.category().equals(Category.PROMPT_INJECTION)),
        findings.stream().anyMatch(f -> f.category().equals(Category.REFUSAL)),
        worst.map(Finding::severity),
        worst.map(Finding::category));
  }

  /** Returns whether any pattern over time cares for this turn. */
  @JsonIgnore
  boolean notable() {
    return injection || refused || risk.isPresent();
  }
}
