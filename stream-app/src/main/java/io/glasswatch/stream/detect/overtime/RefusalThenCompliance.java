package io.glasswatch.stream.detect.overtime;

import io.glasswatch.contract.Category;
import io.glasswatch.contract.Finding;
import io.glasswatch.contract.Severity;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * The model refused, was then worked on with an injection, and no longer refused: the wording got
 * through.
 *
 * @param within how soon after the refusal
 */
record RefusalThenCompliance(Duration within) implements OverTime {

  @Override
  public String id() {
    return "overtime.refusal-then-compliance";
  }

  @Override
  public Duration quiet() {
    return within;
  }

  @Override
  public Optional<Finding> judge(List<Turn> turns, Turn now) {
    boolean refusedBefore =
        turns.stream()
            .filter(Turn::refused)
            .filter(t -> t.time().isBefore(now.time()))
            .anyMatch(t -> Duration.between(t.time(), now.time()).compareTo(within) <= 0);
    return refusedBefore && now.injection() && !now.refused()
        ? Optional.of(
            new Finding(id(), Category.PROMPT_INJECTION, Severity.CRITICAL, Optional.empty(), 1))
        : Optional.empty();
  }
}
