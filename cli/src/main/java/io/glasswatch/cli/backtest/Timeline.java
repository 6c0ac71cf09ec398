package io.glasswatch.cli.backtest;

import io.glasswatch.contract.Interaction;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.ToDoubleFunction;

/** Sums by minute of event time and model, from which curves over time are drawn. */
final class Timeline {

  private static final long MINUTE = 60_000;

  /** One minute of one model. */
  private static final class Cell {
    private long interactions;
    private long flagged;
    private final Map<String, double[]> signals = new HashMap<>();

    private void merge(Cell other) {
      interactions += other.interactions;
      flagged += other.flagged;
      other.signals.forEach((id, sum) -> add(id, sum[0], sum[1]));
    }

    private void add(String id, double total, double count) {
      double[] sum = signals.computeIfAbsent(id, i -> new double[2]);
      sum[0] += total;
      sum[1] += count;
    }
  }

  /**
   * A point of a curve.
   *
   * @param at event time, milliseconds since 1970
   * @param value what was measured in the stretch that begins there
   */
  record Point(long at, double value) {}

  private final Map<String, TreeMap<Long, Cell>> cells = new TreeMap<>();
  private long first = Long.MAX_VALUE;
  private long last = Long.MIN_VALUE;

  void add(Judged judged) {
    Interaction interaction = judged.item().interaction();
    long at = interaction.time().toEpochMilli();
    first = Math.min(first, at);
    last = Math.max(last, at);
    Cell cell =
        cells
            .computeIfAbsent(interaction.model().label(), m -> new TreeMap<>())
            .computeIfAbsent(at - Math.floorMod(at, MINUTE), m -> new Cell());
    cell.interactions++;
    cell.flagged += judged.flagged() ? 1 : 0;
    judged.signals().forEach((id, value) -> cell.add(id, value, 1));
  }

  /** Returns the time of the earliest interaction, or 1970 if there is none. */
  Instant first() {
    return Instant.ofEpochMilli(first == Long.MAX_VALUE ? 0 : first);
  }

  /** Returns the time of the latest interaction, or 1970 if there is none. */
  Instant last() {
    return Instant.ofEpochMilli(last == Long.MIN_VALUE ? 0 : last);
  }

  /** Returns the ids of everything that was measured. */
  Set<String> signals() {
    TreeSet<String> ids = new TreeSet<>();
    cells.values().forEach(row -> row.values().forEach(cell -> ids.addAll(cell.signals.keySet())));
    return ids;
  }

  /** Returns the interactions of each model in each of about {@code points} stretches. */
  Map<String, List<Point>> interactions(int points) {
    return curves(points, cell -> cell.interactions);
  }

  /** Returns the share of flagged interactions, likewise. */
  Map<String, List<Point>> flagged(int points) {
    return curves(points, cell -> (double) cell.flagged / cell.interactions);
  }

  /** Returns the mean of a signal, likewise; a stretch without it has no point. */
  Map<String, List<Point>> mean(String signal, int points) {
    return curves(
        points,
        cell -> {
          double[] sum = cell.signals.getOrDefault(signal, new double[2]);
          return sum[0] / sum[1];
        });
  }

  private Map<String, List<Point>> curves(int points, ToDoubleFunction<Cell> value) {
    long length = MINUTE * Math.max(1, (last - first) / MINUTE / points + 1);
    Map<String, List<Point>> curves = new TreeMap<>();
    cells.forEach(
        (model, row) -> {
          TreeMap<Long, Cell> merged = new TreeMap<>();
          row.forEach(
              (at, cell) ->
                  merged
                      .computeIfAbsent(at - Math.floorMod(at, length), a -> new Cell())
                      .merge(cell));
          curves.put(
              model,
              merged.entrySet().stream()
                  .map(e -> new Point(e.getKey(), value.applyAsDouble(e.getValue())))
                  .filter(point -> Double.isFinite(point.value()))
                  .toList());
        });
    return curves;
  }
}
