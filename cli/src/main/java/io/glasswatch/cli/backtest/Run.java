package io.glasswatch.cli.backtest;

import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * One configuration's outcome.
 *
 * @param configuration what the log was judged by
 * @param folder where the results are
 * @param tally what was counted
 * @param took how long it ran
 */
record Run(Configuration configuration, Path folder, Tally tally, Duration took) {

  Map<String, Object> comparedWith(Run other) {
    Map<String, Object> difference = new LinkedHashMap<>();
    difference.put("with", other.configuration.name());
    Map<String, Object> categories = new TreeMap<>();
    Set<String> all = new TreeSet<>(tally.categories().keySet());
    all.addAll(other.tally.categories().keySet());
    for (String category : all) {
      long here = tally.categories().getOrDefault(category, 0L);
      long there = other.tally.categories().getOrDefault(category, 0L);
      categories.put(category, List.of(here, there));
    }
    difference.put("findings here and there", categories);
    difference.put("alerts fired", List.of(tally.fired().size(), other.tally.fired().size()));
    difference.put("flagged only here", without(tally, other.tally));
    difference.put("flagged only there", without(other.tally, tally));
    return difference;
  }

  private static List<String> without(Tally these, Tally those) {
    return these.flagged().stream().filter(id -> !those.flagged().contains(id)).toList();
  }
}
