package io.glasswatch.chaos.check;

import io.glasswatch.chaos.check.Violation.What;
import io.glasswatch.contract.Assessment;
import io.glasswatch.stream.alert.Scope;
import io.glasswatch.stream.drift.DriftDelta;
import io.glasswatch.stream.drift.count.WindowCounts;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Counts all assessments again, in one go, and holds the counts against those that the app handed
 * on piece by piece: the same bytes, or something was lost or counted twice.
 */
final class Recount {

  /** The windows of the run's stream app. */
  static final Duration WINDOW = Duration.ofSeconds(10);

  /** What is further ahead is not counted; see {@code DriftCountProcessor}. */
  private static final Duration SKEW = Duration.ofMinutes(10);

  private Recount() {}

  static List<Violation> check(Outcomes outcomes) {
    Map<String, WindowCounts> due = new HashMap<>();
    for (Outcomes.Seen<Assessment> seen : outcomes.assessments()) {
      Assessment a = seen.value();
      if (a.time().isAfter(seen.at().plus(SKEW))) {
        continue;
      }
      long start = a.time().toEpochMilli() / WINDOW.toMillis() * WINDOW.toMillis();
      List<Scope> scopes = new ArrayList<>(List.of(new Scope(a.model().label(), Scope.ALL)));
      if (a.segments().containsKey("tenant")) {
        scopes.add(new Scope(a.model().label(), "tenant=" + a.segments().get("tenant")));
      }
      for (Scope scope : scopes) {
        due.computeIfAbsent(start + "|" + scope.key(), k -> new WindowCounts()).add(a.signals());
      }
    }
    Map<String, WindowCounts> found = new HashMap<>();
    for (Outcomes.Seen<DriftDelta> seen : outcomes.deltas()) {
      found
          .computeIfAbsent(seen.value().windowStart() + "|" + seen.key(), k -> new WindowCounts())
          .merge(seen.value().counts());
    }
    List<Violation> violations =
        new ArrayList<>(Ids.compare("I3", "windows", due.keySet(), found.keySet()));
    List<String> wrong =
        due.keySet().stream()
            .filter(found::containsKey)
            .filter(key -> !Arrays.equals(due.get(key).toBytes(), found.get(key).toBytes()))
            .map(
                key ->
                    "%s: %d records, not %d"
                        .formatted(key, found.get(key).records(), due.get(key).records()))
            .toList();
    Ids.add(violations, "I3", What.WRONG_AGGREGATE, "windows", wrong);
    return violations;
  }
}
