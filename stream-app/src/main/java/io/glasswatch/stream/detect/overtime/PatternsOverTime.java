package io.glasswatch.stream.detect.overtime;

import io.glasswatch.contract.Assessment;
import io.glasswatch.contract.Finding;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Every pattern over time, one line each. */
public final class PatternsOverTime {

  static final List<OverTime> ALL =
      List.of(
          new RepeatedInjection(3, Duration.ofMinutes(10)),
          new RefusalThenCompliance(Duration.ofMinutes(30)),
          new EscalatingConversation(Duration.ofMinutes(30)));

  private PatternsOverTime() {}

  /**
   * What an assessment led to.
   *
   * @param history what is remembered now
   * @param findings what the patterns found
   */
  public record Step(History history, List<Finding> findings) {
    public Step {
      findings = List.copyOf(findings);
    }
  }

  /** Returns whether {@code assessment} can lead to anything; most cannot. */
  static boolean concernedBy(Assessment assessment) {
    return !assessment.findings().isEmpty() && Turn.of(assessment).notable();
  }

  /** Returns what {@code assessment} leads to after {@code history}, which is unchanged. */
  public static Step observe(History history, Assessment assessment) {
    Turn now = Turn.of(assessment);
    if (!now.notable()) {
      return new Step(history, List.of());
    }
    History next = history.with(now);
    List<Finding> findings = new ArrayList<>();
    for (OverTime pattern : ALL) {
      Optional<Finding> finding =
          quiet(next, pattern, now.time()) ? Optional.empty() : pattern.judge(next.turns(), now);
      if (finding.isPresent()) {
        findings.add(finding.get());
        next = next.withRaised(pattern.id(), now.time());
      }
    }
    return new Step(next, findings);
  }

  private static boolean quiet(History history, OverTime pattern, Instant now) {
    Instant raised = history.raised().get(pattern.id());
    return raised != null && Duration.between(raised, now).abs().compareTo(pattern.quiet()) <= 0;
  }
}
