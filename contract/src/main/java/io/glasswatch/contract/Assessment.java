package io.glasswatch.contract;

import com.fasterxml.jackson.annotation.JsonIgnore;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * What was decided about one interaction; one for every interaction, and without its text.
 *
 * @param interaction the interaction's id
 * @param conversation the interaction's conversation; the Kafka key
 * @param model the model that answered
 * @param segments the interaction's segments
 * @param time the interaction's event time
 * @param signals what was measured, by signal id; a signal that could not be measured is absent
 * @param findings what was found, in text order; mostly nothing
 * @param sample whether it is explained, and with which probability
 * @param rules version of the rules that were applied: a hash over the packs
 */
public record Assessment(
    String interaction,
    String conversation,
    ModelVersion model,
    Map<String, String> segments,
    Instant time,
    Map<String, Double> signals,
    List<Finding> findings,
    Sample sample,
    String rules) {

  public Assessment {
    Require.notBlank(interaction, "interaction");
    Require.notBlank(conversation, "conversation");
    Require.that(model != null, "model must not be null");
    Require.that(time != null, "time must not be null");
    Require.that(sample != null, "sample must not be null");
    Require.notBlank(rules, "rules");
    segments = Map.copyOf(segments);
    signals = Map.copyOf(signals);
    findings = List.copyOf(findings);
  }

  /** Returns whether a finding of at least {@link Severity#WARNING} asks for an explanation. */
  @JsonIgnore
  public boolean flagged() {
    return findings.stream().anyMatch(f -> f.severity().atLeast(Severity.WARNING));
  }
}
