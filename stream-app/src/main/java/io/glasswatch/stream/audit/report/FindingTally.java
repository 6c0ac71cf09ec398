package io.glasswatch.stream.audit.report;

import io.glasswatch.contract.Operation;
import io.glasswatch.contract.Review;
import io.glasswatch.stream.audit.entry.Fact;
import io.glasswatch.stream.audit.entry.Facts;
import io.glasswatch.stream.audit.report.AuditReport.Findings;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/** Counts findings by category, and how often people agreed with them. */
final class FindingTally {

  private static final String CONFIRMED = Review.Judgement.TRUE_POSITIVE.id();

  private final SortedMap<String, OfCategory> categories = new TreeMap<>();
  private final Map<String, String> judgements = new HashMap<>();

  private static final class OfCategory {
    private final Set<String> interactions = new HashSet<>();
    private final SortedMap<String, Long> bySeverity = new TreeMap<>();
    private final SortedMap<String, Long> byRule = new TreeMap<>();
  }

  void found(String interaction, List<Fact.Found> findings) {
    for (Fact.Found finding : findings) {
      OfCategory tally = categories.computeIfAbsent(finding.category(), c -> new OfCategory());
      tally.interactions.add(interaction);
      tally.bySeverity.merge(finding.severity().id(), 1L, Long::sum);
      tally.byRule.merge(finding.rule(), 1L, Long::sum);
    }
  }

  /** The last review of an interaction counts. */
  void operated(Fact.Operated done) {
    if (done.action().equals(Operation.REVIEW)) {
      judgements.put(done.id(), done.details().getOrDefault(Facts.JUDGEMENT, ""));
    }
  }

  List<Findings> all() {
    return categories.entrySet().stream().map(e -> findings(e.getKey(), e.getValue())).toList();
  }

  private Findings findings(String category, OfCategory tally) {
    List<String> reviewed =
        tally.interactions.stream().filter(judgements::containsKey).map(judgements::get).toList();
    return new Findings(
        category,
        tally.interactions.size(),
        tally.bySeverity,
        tally.byRule,
        reviewed.size(),
        reviewed.stream().filter(CONFIRMED::equals).count());
  }
}
