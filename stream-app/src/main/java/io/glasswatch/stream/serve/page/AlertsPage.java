package io.glasswatch.stream.serve.page;

import com.samskivert.mustache.Template;
import io.glasswatch.contract.Alert;
import io.glasswatch.stream.serve.fleet.Gathered;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/** All alerts that are known, those that fire first, each with a case that shows it. */
public final class AlertsPage {

  private static final Template TEMPLATE = Html.template("alerts.mustache");

  private record View(String missing, boolean none, List<Row> rows) {}

  private record Row(
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
      String cases) {}

  private AlertsPage() {}

  public static String render(Gathered<List<Alert>> alerts) {
    List<Row> rows = alerts.value().stream().sorted(FIRING_FIRST).map(AlertsPage::row).toList();
    return Html.served(
        "Alerts", TEMPLATE.execute(new View(alerts.missing(), rows.isEmpty(), rows)));
  }

  private static final Comparator<Alert> FIRING_FIRST =
      Comparator.<Alert, Boolean>comparing(a -> a.state() != Alert.State.FIRING)
          .thenComparing(a -> a.state() == Alert.State.RESOLVED)
          .thenComparing(Comparator.comparing(Alert::changedAt).reversed());

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
        alert.interaction().map(i -> "/cases/" + Words.inPath(i)).orElse(""),
        casesAround(alert));
  }

  /** Cases of the alert's model and segment from an episode's beginning. */
  private static String casesAround(Alert alert) {
    String segment =
        alert.segment().contains("=") ? "&segment=" + Words.inPath(alert.segment()) : "";
    return "/?model=" + Words.inPath(alert.model()) + segment + "&from=" + alert.startedAt();
  }
}
