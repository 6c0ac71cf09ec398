package io.glasswatch.stream.alert;

import com.fasterxml.jackson.annotation.JsonIgnore;
import io.glasswatch.contract.Require;
import io.glasswatch.contract.Serdes;
import io.glasswatch.contract.Severity;
import java.time.Instant;
import java.util.Optional;
import org.apache.kafka.common.serialization.Serde;

/**
 * One observation that speaks for an alert, or against it.
 *
 * @param alert name of the alert, one of {@link AlertKind}
 * @param model label of the model version
 * @param segment part of the traffic, or {@link Scope#ALL}
 * @param signal what was watched: a drift signal, a category or a rule
 * @param severity how much it matters
 * @param breached whether it speaks for the alert
 * @param value what was observed
 * @param threshold what it was held against
 * @param at event time of the observation; of a window, its end
 * @param interaction the interaction that was observed; empty for a window
 */
public record Evidence(
    String alert,
    String model,
    String segment,
    String signal,
    Severity severity,
    boolean breached,
    double value,
    double threshold,
    Instant at,
    Optional<String> interaction) {

  /** How evidence is written to the internal topic. */
  public static final Serde<Evidence> SERDE = Serdes.binary(Evidence.class);

  public Evidence {
    Require.that(AlertKind.of(alert).isPresent(), "no alert is called \"%s\"", alert);
    Require.notBlank(model, "model");
    Require.notBlank(segment, "segment");
    Require.notBlank(signal, "signal");
    Require.that(severity != null, "severity must not be null");
    Require.that(at != null, "at must not be null");
    Require.that(interaction != null, "interaction must not be null");
  }

  /** Returns the alert that it speaks of. */
  @JsonIgnore
  public AlertKind kind() {
    return AlertKind.of(alert).orElseThrow();
  }

  /** Returns the part of the traffic that it is about; its key is the key in Kafka. */
  @JsonIgnore
  public Scope scope() {
    return new Scope(model, segment);
  }

  /** Returns what makes it one observation: its interaction, or the end of its window. */
  @JsonIgnore
  public String identity() {
    return interaction.orElseGet(at::toString);
  }
}
