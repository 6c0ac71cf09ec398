package io.glasswatch.stream.alert;

import static org.assertj.core.api.Assertions.assertThat;

import io.glasswatch.contract.Alert;
import io.glasswatch.contract.Alert.State;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The life of an alert, held against a model that counts minutes. */
class AlertModelTest {

  private static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");
  private static final List<AlertKind> KINDS = List.of(AlertKind.values());
  private static final int QUIET = 10;
  private static final int STEPS = 30;

  @Test
  void anAlertDoesWhatTheModelDoes() {
    sequences(300);
  }

  @Test
  @Tag("full")
  void anAlertDoesWhatTheModelDoesInTenThousandLives() {
    sequences(10_000);
  }

  private static void sequences(int count) {
    for (long seed = 0; seed < count; seed++) {
      Random random = new Random(seed);
      AlertKind kind = KINDS.get(random.nextInt(KINDS.size()));
      Model model = new Model(kind.breaches());
      Optional<AlertState> state = Optional.empty();
      List<String> seen = new ArrayList<>();
      Set<String> fingerprints = new HashSet<>();
      int minute = 0;
      for (int i = 0; i < STEPS; i++) {
        minute += random.nextInt(4) * random.nextInt(4);
        AlertState.Step step;
        if (random.nextInt(4) == 0) {
          Instant now = at(minute);
          step = state.map(s -> s.tick(now)).orElse(new AlertState.Step(state, List.of()));
          model.tick(minute);
        } else {
          boolean breached = random.nextInt(3) > 0;
          step = AlertState.observe(state, evidence(kind, minute++, breached));
          model.observe(minute - 1, breached);
        }
        state = step.state();
        for (Alert alert : step.transitions()) {
          seen.add(alert.state().id() + "@" + minutes(alert.changedAt()));
          if (alert.state() != State.RESOLVED && alert.startedAt().equals(alert.changedAt())) {
            assertThat(fingerprints.add(alert.fingerprint())).as("a new episode").isTrue();
          }
          assertThat(fingerprints).contains(alert.fingerprint());
        }
        assertThat(seen).as("seed %d, step %d", seed, i).isEqualTo(model.transitions);
      }
    }
  }

  /** The rules of an alert in minutes: what is on, since when, and how often it was breached. */
  private static final class Model {
    private final int needed;
    private final List<String> transitions = new ArrayList<>();
    private String now = "none";
    private int breaches;
    private int last;

    Model(int needed) {
      this.needed = needed;
    }

    void observe(int minute, boolean breached) {
      if (on() && breached && minute > last + QUIET) {
        end(last + QUIET);
      }
      if (breached) {
        last = minute;
        breaches = on() ? breaches + 1 : 1;
        if (!on()) {
          change(needed == 1 ? "firing" : "pending", minute);
        } else if (now.equals("pending") && breaches >= needed) {
          change("firing", minute);
        }
      } else if (now.equals("pending") && minute > last) {
        end(minute);
      }
    }

    void tick(int minute) {
      if (on() && minute > last + QUIET) {
        end(last + QUIET);
      }
    }

    private boolean on() {
      return now.equals("pending") || now.equals("firing");
    }

    private void end(int minute) {
      change("resolved", minute);
      breaches = 0;
    }

    private void change(String to, int minute) {
      now = to;
      transitions.add(to + "@" + minute);
    }
  }

  private static Evidence evidence(AlertKind kind, int minute, boolean breached) {
    return new Evidence(
        kind.id(),
        "bot@1",
        Scope.ALL,
        "signal",
        kind.severity(),
        breached,
        1,
        0,
        at(minute),
        Optional.empty());
  }

  private static Instant at(int minute) {
    return NOON.plus(Duration.ofMinutes(minute));
  }

  private static long minutes(Instant time) {
    return Duration.between(NOON, time).toMinutes();
  }
}
