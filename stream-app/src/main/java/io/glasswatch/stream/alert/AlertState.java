package io.glasswatch.stream.alert;

import com.fasterxml.jackson.annotation.JsonIgnore;
import io.glasswatch.contract.Alert;
import io.glasswatch.contract.Alert.State;
import io.glasswatch.contract.Require;
import io.glasswatch.contract.Serdes;
import io.glasswatch.contract.Severity;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.common.serialization.Serde;

/**
 * Where one alert of one scope and signal stands: at most one episode at a time.
 *
 * <pre>
 * (none), resolved --breach--&gt; pending --enough breaches--&gt; firing
 *                             pending --a good observation--&gt; resolved
 *                     pending, firing --quiet for long enough--&gt; resolved
 * </pre>
 *
 * <p>Time is event time. An observation changes nothing the second time it comes, nor when it is
 * older than the start of the episode or the end of the last one, so whoever reads the log again
 * pages nobody again.
 *
 * @param alert the alert after its latest transition, with the latest breach's value
 * @param breaches breaches of the episode, at least 1
 * @param lastBreach event time of the latest breach
 * @param seen what the latest breaches were observed on, oldest first, at most {@link #MEMORY}
 */
public record AlertState(Alert alert, int breaches, Instant lastBreach, List<String> seen) {

  /** How many observations are recognised when they come again. */
  public static final int MEMORY = 32;

  /** How a state is written to the store. */
  public static final Serde<AlertState> SERDE = Serdes.binary(AlertState.class);

  public AlertState {
    Require.that(alert != null, "alert must not be null");
    Require.that(breaches >= 1, "breaches must be at least 1, but was %d", breaches);
    Require.that(lastBreach != null, "lastBreach must not be null");
    seen = List.copyOf(seen);
  }

  /**
   * What an observation or the passing of time did.
   *
   * @param state where the alert stands now; empty if it was never breached
   * @param transitions what changed, in order; mostly nothing
   */
  public record Step(Optional<AlertState> state, List<Alert> transitions) {

    public Step {
      transitions = List.copyOf(transitions);
    }
  }

  /** Returns what {@code evidence} makes of {@code current}. */
  public static Step observe(Optional<AlertState> current, Evidence evidence) {
    if (current.isEmpty()) {
      return evidence.breached() ? begun(evidence) : new Step(current, List.of());
    }
    AlertState state = current.get();
    if (state.knows(evidence)) {
      return new Step(current, List.of());
    }
    return evidence.breached() ? state.breached(evidence) : state.held(evidence);
  }

  /** Returns what has become of this state at {@code now}, an event time. */
  public Step tick(Instant now) {
    return active() && now.isAfter(quietFrom())
        ? resolved(quietFrom())
        : new Step(Optional.of(this), List.of());
  }

  /** Returns whether an episode is going on. */
  @JsonIgnore
  public boolean active() {
    return alert.state() != State.RESOLVED;
  }

  private boolean knows(Evidence evidence) {
    return seen.contains(evidence.identity())
        || evidence.at().isBefore(alert.startedAt())
        || (!active() && !evidence.at().isAfter(alert.changedAt()));
  }

  private Step breached(Evidence evidence) {
    if (!active()) {
      return begun(evidence);
    }
    if (evidence.at().isAfter(quietFrom())) {
      Step ended = resolved(quietFrom());
      Step begun = begun(evidence);
      List<Alert> both = new ArrayList<>(ended.transitions());
      both.addAll(begun.transitions());
      return new Step(begun.state(), both);
    }
    int count = breaches + 1;
    boolean fires = alert.state() == State.PENDING && count >= evidence.kind().breaches();
    Alert next = fires ? changed(State.FIRING, evidence) : changed(alert.state(), evidence);
    Instant latest = evidence.at().isAfter(lastBreach) ? evidence.at() : lastBreach;
    AlertState state = new AlertState(next, count, latest, remembering(evidence));
    return new Step(Optional.of(state), fires ? List.of(next) : List.of());
  }

  /** A good observation ends what has not fired; what has fired waits for its quiet time. */
  private Step held(Evidence evidence) {
    boolean over = alert.state() == State.PENDING && evidence.at().isAfter(lastBreach);
    return over ? resolved(evidence.at()) : new Step(Optional.of(this), List.of());
  }

  private Step resolved(Instant at) {
    Alert over =
        new Alert(
            alert.fingerprint(),
            alert.name(),
            alert.model(),
            alert.segment(),
            alert.signal(),
            alert.severity(),
            State.RESOLVED,
            alert.startedAt(),
            at,
            alert.value(),
            alert.threshold(),
            alert.interaction());
    return new Step(Optional.of(new AlertState(over, breaches, lastBreach, seen)), List.of(over));
  }

  private static Step begun(Evidence evidence) {
    State state = evidence.kind().breaches() == 1 ? State.FIRING : State.PENDING;
    Alert alert =
        new Alert(
            fingerprint(evidence),
            evidence.alert(),
            evidence.model(),
            evidence.segment(),
            evidence.signal(),
            evidence.severity(),
            state,
            evidence.at(),
            evidence.at(),
            evidence.value(),
            evidence.threshold(),
            evidence.interaction());
    List<String> seen = List.of(evidence.identity());
    return new Step(Optional.of(new AlertState(alert, 1, evidence.at(), seen)), List.of(alert));
  }

  /** Until it fires, an episode is as severe as its mildest breach; then its severity stays. */
  private Alert changed(State state, Evidence evidence) {
    boolean pending = alert.state() == State.PENDING;
    Severity milder =
        alert.severity().atLeast(evidence.severity()) ? evidence.severity() : alert.severity();
    return new Alert(
        alert.fingerprint(),
        alert.name(),
        alert.model(),
        alert.segment(),
        alert.signal(),
        pending ? milder : alert.severity(),
        state,
        alert.startedAt(),
        state == alert.state() ? alert.changedAt() : evidence.at(),
        evidence.value(),
        evidence.threshold(),
        evidence.interaction());
  }

  private List<String> remembering(Evidence evidence) {
    List<String> next = new ArrayList<>(seen);
    next.add(evidence.identity());
    return next.size() > MEMORY ? next.subList(next.size() - MEMORY, next.size()) : next;
  }

  private Instant quietFrom() {
    return lastBreach.plus(AlertKind.of(alert.name()).orElseThrow().quiet());
  }

  private static String fingerprint(Evidence evidence) {
    String episode =
        String.join(
            "|",
            Scope.escaped(evidence.alert()),
            Scope.escaped(evidence.model()),
            Scope.escaped(evidence.segment()),
            Scope.escaped(evidence.signal()),
            evidence.at().toString());
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(episode.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest, 0, 8);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("this Java has no SHA-256", e);
    }
  }
}
