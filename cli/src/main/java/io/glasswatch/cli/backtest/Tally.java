package io.glasswatch.cli.backtest;

import io.glasswatch.contract.Alert;
import io.glasswatch.contract.Finding;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** What a backtest counts. */
final class Tally {

  long records;
  long interactions;
  final Map<String, Long> rejected = new TreeMap<>();

  private long judged;
  private final Set<String> flagged = new TreeSet<>();
  private final Map<String, Map<String, Long>> findings = new TreeMap<>();
  private final Map<String, Long> rules = new TreeMap<>();
  private final Map<String, Map<String, Long>> alerts = new TreeMap<>();
  private final Map<String, Alert> drifts = new LinkedHashMap<>();
  private final List<Alert> fired = new ArrayList<>();
  private final Timeline timeline = new Timeline();
  private final GroupCounts groups = new GroupCounts();

  void add(Judged item) {
    judged++;
    if (item.flagged()) {
      flagged.add(item.id());
    }
    for (Finding finding : item.item().findings()) {
      findings
          .computeIfAbsent(finding.category(), c -> new TreeMap<>())
          .merge(finding.severity().id(), 1L, Long::sum);
      rules.merge(finding.rule(), 1L, Long::sum);
    }
    timeline.add(item);
    groups.add(item.item().assessment());
  }

  void add(Alert alert) {
    alerts
        .computeIfAbsent(alert.name(), n -> new TreeMap<>())
        .merge(alert.state().id(), 1L, Long::sum);
    if (alert.state() == Alert.State.FIRING) {
      fired.add(alert);
    }
    if (alert.name().contains("Drift")) {
      drifts.merge(
          String.join("|", alert.model(), alert.segment(), alert.signal()),
          alert,
          (before, now) -> now.state().compareTo(before.state()) > 0 ? now : before);
    }
  }

  /** Returns the interactions with a finding that asks for a look. */
  Set<String> flagged() {
    return flagged;
  }

  /** Returns how many findings there are of each category. */
  Map<String, Long> categories() {
    Map<String, Long> totals = new TreeMap<>();
    findings.forEach(
        (category, counts) ->
            totals.put(category, counts.values().stream().mapToLong(n -> n).sum()));
    return totals;
  }

  /** Returns the alerts that fired, in order. */
  List<Alert> fired() {
    return fired;
  }

  /** Returns what happened when. */
  Timeline timeline() {
    return timeline;
  }

  /**
   * Returns the content of {@code summary.json}.
   *
   * @param configuration what the log was judged by
   * @param took how long it took; the only thing that another run would not repeat
   */
  Map<String, Object> summary(Configuration configuration, Duration took) {
    Map<String, Object> summary = new LinkedHashMap<>();
    summary.put("configuration", configuration.name());
    summary.put("rules", configuration.rules().hash());
    summary.put("counts", counts());
    summary.put("rates", Map.of("flagged", judged == 0 ? 0 : (double) flagged.size() / judged));
    summary.put("rejected", rejected);
    summary.put("findings", findings);
    summary.put("rules_matched", rules);
    summary.put("alerts", alerts);
    summary.put("drift", drifts.values().stream().map(Tally::drift).toList());
    summary.put("fairness", groups.lines());
    summary.put("first_time", timeline.first().toString());
    summary.put("last_time", timeline.last().toString());
    double seconds = took.toMillis() / 1e3;
    Map<String, Object> timing = new LinkedHashMap<>();
    timing.put("seconds", seconds);
    timing.put("records_per_second", records / Math.max(seconds, 1e-3));
    summary.put("timing", timing);
    return summary;
  }

  /** Returns how many interactions have no line of their own, as their id had come before. */
  long duplicates() {
    return interactions - judged;
  }

  private Map<String, Long> counts() {
    Map<String, Long> counts = new LinkedHashMap<>();
    counts.put("records", records);
    counts.put("interactions", interactions);
    counts.put("duplicates", duplicates());
    counts.put("rejected", rejected.values().stream().mapToLong(n -> n).sum());
    counts.put("flagged", (long) flagged.size());
    counts.put("alerts_fired", (long) fired.size());
    return counts;
  }

  private static Map<String, Object> drift(Alert alert) {
    Map<String, Object> line = new LinkedHashMap<>();
    line.put("alert", alert.name());
    line.put("model", alert.model());
    line.put("segment", alert.segment());
    line.put("signal", alert.signal());
    line.put("state", alert.state());
    line.put("severity", alert.severity());
    line.put("started_at", alert.startedAt());
    line.put("value", alert.value());
    line.put("threshold", alert.threshold());
    return line;
  }
}
