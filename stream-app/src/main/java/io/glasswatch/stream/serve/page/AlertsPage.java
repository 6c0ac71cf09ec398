package io.glasswatch.stream.serve.page;

import com.samskivert.mustache.Template;
import io.glasswatch.contract.Alert;
import io.glasswatch.stream.alert.AlertKind;
import io.glasswatch.stream.serve.fleet.Gathered;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * All alerts that are known, those that fire first and the gravest of them first, each with a case
 * that shows it. What drifts of one model is one row, as it is one page, with its signals and
 * segments folded below it.
 */
public final class AlertsPage {

  private static final Template TEMPLATE = Html.template("alerts.mustache");

  private static final Comparator<Alert> FIRING_FIRST =
      Comparator.<Alert, Boolean>comparing(a -> a.state() != Alert.State.FIRING)
          .thenComparing(a -> a.state() == Alert.State.RESOLVED)
          .thenComparing(Comparator.comparing(Alert::severity).reversed())
          .thenComparing(Comparator.comparing(Alert::changedAt).reversed());

  private record View(String missing, boolean none, List<Row> rows) {}

  record Row(
      String name,
      String anchor,
      String state,
      String severity,
      String model,
      String segment,
      String signal,
      String value,
      String threshold,
      String started,
      String changed,
      String fingerprint,
      String link,
      String cases,
      List<Parts> parts) {

    boolean hasParts() {
      return !parts.isEmpty();
    }

    /** Where the signal's histogram is. */
    String signalLink() {
      return "/drift/signal?model=%s&segment=%s&signal=%s"
          .formatted(Words.inPath(model), Words.inPath(segment), Words.inPath(signal));
    }
  }

  /** What several alerts are about that came as one page. */
  record Parts(String summary, List<Row> rows) {}

  private AlertsPage() {}

  public static String render(Gathered<List<Alert>> alerts) {
    Map<Object, List<Alert>> pages = new LinkedHashMap<>();
    alerts.value().stream()
        .sorted(FIRING_FIRST)
        .forEach(a -> pages.computeIfAbsent(page(a), key -> new ArrayList<>()).add(a));
    List<Row> rows = pages.values().stream().map(AlertsPage::together).toList();
    return Html.served(
        "Alerts", TEMPLATE.execute(new View(alerts.missing(), rows.isEmpty(), rows)));
  }

  /** Returns what alerts have in common that come as one page. */
  private static Object page(Alert alert) {
    return alert.name().equals(AlertKind.RESPONSE_DRIFT.id())
        ? List.of(alert.name(), alert.model())
        : List.of(alert.name(), alert.model(), alert.fingerprint(), alert.state());
  }

  /**
   * @param alerts at least one, in the order of the list
   */
  private static Row together(List<Alert> alerts) {
    if (alerts.size() == 1) {
      return row(alerts.get(0));
    }
    List<Alert> furthestFirst = new ArrayList<>(alerts);
    furthestFirst.sort(
        Comparator.comparing(Alert::state, AlertsPage::compare)
            .thenComparing(Comparator.comparingDouble(AlertsPage::times).reversed()));
    Alert furthest = furthestFirst.get(0);
    Parts parts =
        new Parts(summary(furthestFirst), furthestFirst.stream().map(AlertsPage::row).toList());
    return new Row(
        furthest.name(),
        furthest.name().toLowerCase(Locale.ROOT),
        furthest.state().id(),
        alerts.stream().map(Alert::severity).max(Comparator.naturalOrder()).orElseThrow().id(),
        furthest.model(),
        "",
        "",
        Words.number(furthest.value()),
        Words.number(furthest.threshold()),
        Words.timeInTable(
            alerts.stream()
                .filter(a -> a.state() == furthest.state())
                .map(Alert::startedAt)
                .min(Comparator.naturalOrder())
                .orElseThrow()),
        Words.timeInTable(
            alerts.stream().map(Alert::changedAt).max(Comparator.naturalOrder()).orElseThrow()),
        "",
        "",
        casesSince(furthest, ""),
        List.of(parts));
  }

  private static Row row(Alert alert) {
    return new Row(
        alert.name(),
        alert.name().toLowerCase(Locale.ROOT),
        alert.state().id(),
        alert.severity().id(),
        alert.model(),
        alert.segment(),
        alert.signal(),
        Words.number(alert.value()),
        Words.number(alert.threshold()),
        Words.timeInTable(alert.startedAt()),
        Words.timeInTable(alert.changedAt()),
        alert.fingerprint(),
        alert.interaction().map(CasePage::path).orElse(""),
        casesSince(
            alert,
            alert.segment().contains("=") ? "&segment=" + Words.inPath(alert.segment()) : ""),
        List.of());
  }

  /** Says how many there are of each state, and which is furthest from its reference. */
  private static String summary(List<Alert> furthestFirst) {
    List<String> states = new ArrayList<>();
    for (Alert.State state :
        List.of(Alert.State.FIRING, Alert.State.PENDING, Alert.State.RESOLVED)) {
      long count = furthestFirst.stream().filter(a -> a.state() == state).count();
      if (count > 0) {
        states.add(count + " " + state.id());
      }
    }
    Alert furthest = furthestFirst.get(0);
    return "%d signals and segments: %s; furthest %s of %s, %s its threshold"
        .formatted(
            furthestFirst.size(),
            String.join(", ", states),
            furthest.signal(),
            furthest.segment(),
            Words.times(times(furthest)));
  }

  private static int compare(Alert.State one, Alert.State other) {
    return Integer.compare(rank(one), rank(other));
  }

  private static int rank(Alert.State state) {
    return switch (state) {
      case FIRING -> 0;
      case PENDING -> 1;
      case RESOLVED -> 2;
    };
  }

  private static double times(Alert alert) {
    return alert.threshold() > 0 ? alert.value() / alert.threshold() : 0;
  }

  /** Cases of the alert's model from an episode's beginning. */
  private static String casesSince(Alert alert, String segment) {
    return "/?model=" + Words.inPath(alert.model()) + segment + "&from=" + alert.startedAt();
  }
}
