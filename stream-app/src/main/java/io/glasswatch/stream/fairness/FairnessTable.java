package io.glasswatch.stream.fairness;

import io.glasswatch.contract.Require;
import io.glasswatch.stream.detect.signal.Signals;
import io.glasswatch.stream.drift.count.Buckets;
import io.glasswatch.stream.drift.count.SignalCounts;
import io.glasswatch.stream.drift.count.WindowCounts;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * How each group of one dimension, e.g. each language, fares: how often it is flagged, refused or
 * failed, and how long its answers and its waits are.
 *
 * @param minimum interactions that a group and the others must have, at least 1
 * @param z standard deviations of the intervals, e.g. 1.96 for 95 %
 */
public record FairnessTable(long minimum, double z) {

  /** Signals that are 0 or 1, whose rates are compared. */
  public static final List<String> RATES = List.of(Signals.ERROR, Signals.FLAGGED, Signals.REFUSAL);

  /** Signals whose means are compared. */
  public static final List<String> MEANS = List.of(Signals.LATENCY, Signals.RESPONSE_LENGTH);

  /** All signals that are compared, by name. */
  public static final List<String> SIGNALS =
      Stream.of(RATES, MEANS).flatMap(List::stream).sorted().toList();

  public FairnessTable {
    Require.that(minimum >= 1, "minimum must be at least 1, but was %d", minimum);
    Require.that(z > 0, "z must be more than 0, but was %s", z);
  }

  /**
   * One group and signal.
   *
   * @param group the dimension's value
   * @param signal one of {@link #SIGNALS}
   * @param interactions how many of the group were measured
   * @param value the rate or the mean in the group
   * @param others the same of everyone else
   * @param parity what that says
   */
  public record Row(
      String group, String signal, long interactions, double value, double others, Parity parity) {}

  /**
   * Returns a row for each group and signal, sorted by both.
   *
   * @param groups what was counted, by value of the dimension
   */
  public List<Row> of(Map<String, WindowCounts> groups) {
    WindowCounts all = new WindowCounts();
    groups.values().forEach(all::merge);
    List<Row> rows = new ArrayList<>();
    new TreeMap<>(groups)
        .forEach(
            (group, counts) ->
                SIGNALS.forEach(signal -> row(group, signal, counts, all).ifPresent(rows::add)));
    return List.copyOf(rows);
  }

  private Optional<Row> row(String group, String signal, WindowCounts counts, WindowCounts all) {
    return counts
        .of(signal)
        .map(
            own -> {
              SignalCounts everyone = all.of(signal).orElseThrow();
              return RATES.contains(signal)
                  ? rates(group, signal, rate(own), rate(everyone))
                  : means(group, signal, Mean.of(own), Mean.of(everyone));
            });
  }

  private Row rates(String group, String signal, Rate own, Rate everyone) {
    Rate others = new Rate(everyone.hits() - own.hits(), everyone.total() - own.total());
    Parity parity = Parity.of(own, others, minimum, z);
    return new Row(group, signal, own.total(), own.share(), others.share(), parity);
  }

  private Row means(String group, String signal, Mean own, Mean everyone) {
    Mean others = everyone.without(own);
    Parity parity = Parity.of(own, others, minimum, z);
    return new Row(group, signal, own.count(), own.value(), others.value(), parity);
  }

  private static Rate rate(SignalCounts counts) {
    return new Rate(counts.in(Buckets.of(1)), counts.count());
  }
}
