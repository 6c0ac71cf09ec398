package io.glasswatch.stream.detect;

import io.glasswatch.contract.Assessment;
import io.glasswatch.contract.Finding;
import io.glasswatch.contract.Interaction;
import io.glasswatch.contract.Require;
import io.glasswatch.contract.Sample;
import io.glasswatch.contract.Severity;
import java.util.List;
import java.util.Map;

/**
 * What the detectors say of one interaction.
 *
 * @param signals what was measured, by signal id; a signal that could not be measured is absent
 * @param findings what was found: what was read before what was written, each in text order
 * @param rules version of the rules that were applied
 */
public record Detection(Map<String, Double> signals, List<Finding> findings, String rules) {

  public Detection {
    signals = Map.copyOf(signals);
    findings = List.copyOf(findings);
    Require.notBlank(rules, "rules");
  }

  /** Returns what stands of {@code interaction}, which these are about, without its text. */
  public Assessment assessment(Interaction interaction, Sample sample) {
    return new Assessment(
        interaction.id(),
        interaction.conversation(),
        interaction.model(),
        interaction.segments(),
        interaction.time(),
        signals,
        findings,
        sample,
        rules);
  }

  /** Returns whether a finding of at least {@link Severity#WARNING} asks for an explanation. */
  public boolean flagged() {
    return findings.stream().anyMatch(f -> f.severity().atLeast(Severity.WARNING));
  }
}
