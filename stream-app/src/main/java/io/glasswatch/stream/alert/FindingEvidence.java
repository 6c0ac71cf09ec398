package io.glasswatch.stream.alert;

import io.glasswatch.contract.Assessment;
import io.glasswatch.contract.Case;
import io.glasswatch.contract.Category;
import io.glasswatch.contract.Finding;
import io.glasswatch.contract.Severity;
import io.glasswatch.stream.join.ModelFindings;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** Which findings are evidence for which alert. */
public final class FindingEvidence {

  private record Row(AlertKind kind, Predicate<Finding> finding) {}

  /** The first row that fits decides. */
  private static final List<Row> TABLE =
      List.of(
          new Row(
              AlertKind.PROMPT_INJECTION_BURST,
              f -> f.rule().equals("overtime.repeated-injection")),
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
    return TABLE.stream()
        .filter(row -> row.finding().test(finding))
        .findFirst()
        .map(row -> evidence(row.kind(), finding, assessment));
  }

  private static Evidence evidence(AlertKind kind, Finding finding, Assessment assessment) {
    return new Evidence(
        kind.id(),
        assessment.model().label(),
        Scope.ALL,
        finding.category(),
        kind.severity(),
        true,
        finding.score(),
        0,
        assessment.time(),
        Optional.of(assessment.interaction()));
  }

  private static Predicate<Finding> of(String category, Severity least) {
    return f -> f.category().equals(category) && f.severity().atLeast(least);
  }
}
