package io.glasswatch.cli.backtest;

import io.glasswatch.contract.Assessment;
import io.glasswatch.stream.drift.count.Measured;
import io.glasswatch.stream.drift.count.WindowCounts;
import io.glasswatch.stream.fairness.FairnessTable;
import io.glasswatch.stream.fairness.Parity;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Whether the groups of each segment dimension are flagged, refused and failed alike. */
final class GroupCounts {

  /** Interactions that a group and the others must have to be compared. */
  private static final long SMALLEST_GROUP = 30;

  /** Standard deviations of the intervals: 95 %. */
  private static final double Z = 1.96;

  private final Map<String, Map<String, WindowCounts>> byDimension = new TreeMap<>();

  void add(Assessment assessment) {
    Measured measured = Measured.of(assessment.signals());
    assessment
        .segments()
        .forEach(
            (dimension, value) ->
                byDimension
                    .computeIfAbsent(dimension, d -> new TreeMap<>())
                    .computeIfAbsent(value, v -> new WindowCounts())
                    .add(measured));
  }

  /**
   * Returns a line for each dimension, group and signal: its value in the group and elsewhere, and
   * the difference with its 95 % interval and the disparate impact ratio where both are large
   * enough.
   */
  List<Map<String, Object>> lines() {
    List<Map<String, Object>> lines = new ArrayList<>();
    FairnessTable table = new FairnessTable(SMALLEST_GROUP, Z);
    byDimension.forEach(
        (dimension, groups) -> table.of(groups).forEach(row -> lines.add(line(dimension, row))));
    return lines;
  }

  private static Map<String, Object> line(String dimension, FairnessTable.Row row) {
    Map<String, Object> line = new LinkedHashMap<>();
    line.put("dimension", dimension);
    line.put("group", row.group());
    line.put("signal", row.signal());
    line.put("interactions", row.interactions());
    line.put("value", row.value());
    line.put("others", row.others());
    if (row.parity() instanceof Parity.Compared compared) {
      line.put("difference", compared.difference());
      line.put("low", compared.interval().low());
      line.put("high", compared.interval().high());
      line.put("ratio", compared.ratio());
      line.put("unlike", compared.unlike());
    } else {
      line.put("too_few", SMALLEST_GROUP);
    }
    return line;
  }
}
