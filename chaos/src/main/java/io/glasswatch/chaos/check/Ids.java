package io.glasswatch.chaos.check;

import io.glasswatch.chaos.check.Violation.What;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Holds the ids that came out against those that were due, once each. */
final class Ids {

  private static final int NAMED = 5;

  private Ids() {}

  /** Returns what is lost, duplicated and unseen among {@code found}. */
  static List<Violation> compare(
      String invariant, String of, Collection<String> due, Collection<String> found) {
    Map<String, Integer> counts = new HashMap<>();
    found.forEach(id -> counts.merge(id, 1, Integer::sum));
    Set<String> lost = new HashSet<>(due);
    lost.removeAll(counts.keySet());
    Set<String> unseen = new HashSet<>(counts.keySet());
    unseen.removeAll(new HashSet<>(due));
    List<String> twice =
        counts.entrySet().stream().filter(e -> e.getValue() > 1).map(Map.Entry::getKey).toList();
    List<Violation> violations = new ArrayList<>();
    add(violations, invariant, What.LOST, of, lost);
    add(violations, invariant, What.DUPLICATED, of, twice);
    add(violations, invariant, What.UNSEEN, of, unseen);
    return violations;
  }

  static void add(
      List<Violation> violations, String invariant, What what, String of, Collection<String> ids) {
    if (!ids.isEmpty()) {
      List<String> some = ids.stream().sorted().limit(NAMED).toList();
      violations.add(
          new Violation(
              invariant,
              what,
              "%d %s%s %s".formatted(ids.size(), of, ids.size() > NAMED ? ", first" : ":", some)));
    }
  }
}
