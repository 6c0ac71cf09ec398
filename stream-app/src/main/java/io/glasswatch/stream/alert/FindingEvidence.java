package io.glasswatch.stream.alert;

import io.glasswatch.contract.Assessment;
import io.glasswatch.contract.Case;
import io.glasswatch.contract.Category;
import io.glasswatch.contract.Finding;
import io.glasswatch.contract.Severity;
import io.glasswatch.stream.detect.overtime.LaterFinding;
import io.glasswatch.stream.join.ModelFindings;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/** Which findings are evidence for which alert. */
public final class FindingEvidence {

  private record Row(AlertKind kind, Predicate<Finding> finding) {}

  /** Patterns over time that somebody makes who is trying, and not busy traffic by itself. */
  private static final Set<String> ATTACKS =
      Set.of(
          "overtime.repeated-injection",
          "overtime.repeated-injection-user",
          "overtime.spreading-payload");

  /** The first row that fits decides. */
  private static final List<Row> TABLE =
      List.of(
          new Row(AlertKind.PROMPT_INJECTION_BURST, f -> ATTACKS.contains(f.rule())),
          new Row(
              AlertKind.UNSAFE_RESPONSE,
              f ->
                  f.rule().startsWith(ModelFindings.RULE_PREFIX)
                      && f.severity().atLeast(Severity.WARNING)),
          new Row(AlertKind.SYSTEM_PROMPT_LEAK, of(Category.SYSTEM_PROMPT_LEAK, Severity.WARNING)),
          new Row(AlertKind.SECRET_LEAK, of(Category.SECRET, Severity.CRITICAL)),
          new Row(AlertKind.PERSONAL_DATA_LEAK, of(Category.PII, Severity.CRITICAL)));

  private FindingEvidence() {}

  /** Returns what the findings of one interaction's assessment say. */
  public static List<Evidence> of(Assessment assessment) {
    return assessment.findings().stream().flatMap(f -> of(f, assessment).stream()).toList();
  }

  /** Returns what the model scores of a closed case say; its other findings were said before. */
  public static List<Evidence> of(Case closed) {
    return closed.later().stream()
        .filter(f -> f.rule().startsWith(ModelFindings.RULE_PREFIX))
        .flatMap(f -> of(f, closed.assessment()).stream())
        .toList();
  }

  /** Returns what {@code finding} says for an alert about all traffic of its model, if anything. */
  public static Optional<Evidence> of(Finding finding, Assessment assessment) {
    return of(
        new LaterFinding(assessment.interaction(), assessment.model(), assessment.time(), finding));
  }

  /** Returns what a later finding says for an alert about all traffic of its model, if anything. */
  public static Optional<Evidence> of(LaterFinding later) {
    return TABLE.stream()
        .filter(row -> row.finding().test(later.finding()))
        .findFirst()
        .map(row -> evidence(row.kind(), later));
  }

  private static Evidence evidence(AlertKind kind, LaterFinding later) {
    Finding finding = later.finding();
    return new Evidence(
        kind.id(),
        later.model().label(),
        Scope.ALL,
        finding.category(),
        kind.severity(),
        true,
        finding.score(),
        0,
        later.time(),
        Optional.of(later.interaction()));
  }

  private static Predicate<Finding> of(String category, Severity least) {
    return f -> f.category().equals(category) && f.severity().atLeast(least);
  }
}
