package io.glasswatch.stream.detect.overtime;

import io.glasswatch.contract.Finding;
import io.glasswatch.contract.Severity;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Findings that get worse from turn to turn: from info over warning to critical, never falling back
 * in between.
 *
 * @param within how close together the three turns stand
 */
record EscalatingConversation(Duration within) implements OverTime {

  @Override
  public String id() {
    return "overtime.escalating-conversation";
  }

  @Override
  public Duration quiet() {
    return within;
  }

  @Override
  public Optional<Finding> judge(List<Turn> turns, Turn now) {
    if (!now.risk().equals(Optional.of(Severity.CRITICAL))) {
      return Optional.empty();
    }
    Severity reached = Severity.CRITICAL;
    for (int i = turns.indexOf(now) - 1; i >= 0; i--) {
      Turn turn = turns.get(i);
      Severity risk = turn.risk().orElse(reached);
      boolean far = Duration.between(turn.time(), now.time()).compareTo(within) > 0;
      if (far || !reached.atLeast(risk)) {
        break;
      }
      reached = risk == below(reached) ? risk : reached;
    }
    return reached == Severity.INFO
        ? Optional.of(
            new Finding(id(), now.category().orElseThrow(), Severity.CRITICAL, Optional.empty(), 1))
        : Optional.empty();
  }

  private static Severity below(Severity severity) {
    return severity == Severity.CRITICAL ? Severity.WARNING : Severity.INFO;
  }
}
