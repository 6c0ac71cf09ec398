package io.glasswatch.stream.fairness;

import io.glasswatch.contract.Require;
import io.glasswatch.stream.drift.count.Buckets;
import io.glasswatch.stream.drift.count.SignalCounts;
import io.glasswatch.stream.drift.count.WindowCounts;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * How each group of one dimension, e.g. each language, fares in the signals that are 0 or 1: flags,
 * refusals, errors.
 *
 * @param minimum interactions that a group and the others must have, at least 1
 * @param z standard deviations of the intervals, e.g. 1.96 for 95 %
 */
public record FairnessTable(long minimum, double z) {

  public FairnessTable {
    Require.that(minimum >= 1, "minimum must be at least 1, but was %d", minimum);
    Require.that(z > 0, "z must be more than 0, but was %s", z);
  }

  /**
   * One group and signal.
   *
   * @param group the dimension's value
   * @param signal what happened or did not
   * @param rate how often in the group
   * @param others how often elsewhere
   * @param parity what that says
   */
  public record Row(String group, String signal, Rate rate, Rate others, Parity parity) {}

  /**
   * Returns a row for each group and signal, sorted by both.
   *
   * @param groups what was counted, by value of the dimension
   * @param signals ids of signals that are 0 or 1
   */
  public List<Row> of(Map<String, WindowCounts> groups, List<String> signals) {
    WindowCounts all = new WindowCounts();
    groups.values().forEach(all::merge);
    List<Row> rows = new ArrayList<>();
    new TreeMap<>(groups)
        .forEach(
            (group, counts) ->
                signals.stream()
                    .sorted()
                    .forEach(signal -> row(group, signal, counts, all).ifPresent(rows::add)));
    return List.copyOf(rows);
  }

  private Optional<Row> row(String group, String signal, WindowCounts counts, WindowCounts all) {
    return counts
        .of(signal)
        .map(
            ofGroup -> {
              Rate rate = rate(ofGroup);
              Rate everyone = rate(all.of(signal).orElseThrow());
              Rate others =
                  new Rate(everyone.hits() - rate.hits(), everyone.total() - rate.total());
              return new Row(group, signal, rate, others, Parity.of(rate, others, minimum, z));
            });
  }

  private static Rate rate(SignalCounts counts) {
    return new Rate(counts.in(Buckets.of(1)), counts.count());
  }
}
