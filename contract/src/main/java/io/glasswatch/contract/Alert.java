package io.glasswatch.contract;

import com.fasterxml.jackson.annotation.JsonValue;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

/**
 * The state of one alert after its latest transition.
 *
 * @param fingerprint the same for every message about one episode, and for no other; whoever pages
 *     drops a fingerprint and state that it has seen
 * @param name what is wrong, e.g. {@code LlmSecretLeak}
 * @param model label of the model that it is about
 * @param segment part of the traffic that it is about, e.g. {@code tenant=acme}, or {@code all}
 * @param signal what was watched: a drift signal, a category or a rule
 * @param severity how much it matters
 * @param state where the episode stands
 * @param startedAt event time of the first observation of the episode
 * @param changedAt event time of this transition
 * @param value what was observed
 * @param threshold what it was held against, in the units of {@code value}
 * @param interaction an interaction that shows it
 */
public record Alert(
    String fingerprint,
    String name,
    String model,
    String segment,
    String signal,
    Severity severity,
    State state,
    Instant startedAt,
    Instant changedAt,
    double value,
    double threshold,
    Optional<String> interaction) {

  /** Where an episode stands. */
  public enum State {
    /** Seen, not yet long or often enough to page. */
    PENDING,
    /** Somebody should look. */
    FIRING,
    /** Over. */
    RESOLVED;

    @JsonValue
    public String id() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  public Alert {
    Require.notBlank(fingerprint, "fingerprint");
    Require.notBlank(name, "name");
    Require.notBlank(model, "model");
    Require.notBlank(segment, "segment");
    Require.notBlank(signal, "signal");
    Require.that(severity != null, "severity must not be null");
    Require.that(state != null, "state must not be null");
    Require.that(startedAt != null, "startedAt must not be null");
    Require.that(changedAt != null, "changedAt must not be null");
    Require.that(interaction != null, "interaction must not be null");
  }
}
