package io.glasswatch.stream.detect.overtime;

import io.glasswatch.contract.Category;
import io.glasswatch.contract.Finding;
import io.glasswatch.contract.Require;
import io.glasswatch.contract.Severity;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Several attempts at injection in one conversation: not a slip, somebody is trying.
 *
 * @param attempts how many turns, at least 2
 * @param within how close together they stand
 */
record RepeatedInjection(int attempts, Duration within) implements OverTime {

  RepeatedInjection {
    Require.that(attempts >= 2, "attempts must be at least 2, but was %d", attempts);
  }

  @Override
  public String id() {
    return "overtime.repeated-injection";
  }

  @Override
  public Duration quiet() {
    return within;
  }

  @Override
  public Optional<Finding> judge(List<Turn> turns, Turn now) {
    long close =
        turns.stream()
            .filter(Turn::injection)
            .filter(t -> Duration.between(t.time(), now.time()).abs().compareTo(within) <= 0)
            .count();
    return now.injection() && close >= attempts
        ? Optional.of(
            new Finding(id(), Category.PROMPT_INJECTION, Severity.CRITICAL, Optional.empty(), 1))
        : Optional.empty();
  }
}
