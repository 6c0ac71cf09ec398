package io.glasswatch.stream.metrics;

import io.glasswatch.contract.MetricNames;
import io.glasswatch.stream.attribution.AttributionEvents.Unkept;
import io.prometheus.client.Counter;
import io.prometheus.client.Gauge;
import java.util.Locale;

/** What is kept of attributions over time, as {@link StreamMetrics} tells it: never a word. */
public final class AttributionMetrics {

  private final LabelBound bound;
  private final Counter mass;
  private final Gauge windows;
  private final Counter expired;
  private final Counter unkept;

  AttributionMetrics(Family family, LabelBound bound) {
    this.bound = bound;
    mass =
        family.counter(
            MetricNames.ATTRIBUTION_MASS,
            "Attribution mass by who wrote the text that carries it, 1 for each explained"
                + " interaction.",
            "model",
            "role");
    windows =
        family.gauge(
            MetricNames.ATTRIBUTION_WINDOWS,
            "Windows of a model, segment, category and method that are kept.",
            "partition");
    expired =
        family.counter(
            MetricNames.ATTRIBUTION_WINDOWS_EXPIRED, "Such windows whose retention was over.");
    unkept =
        family.counter(
            MetricNames.ATTRIBUTIONS_UNKEPT, "Attributions that are in no window.", "reason");
    for (Unkept why : Unkept.values()) {
      unkept.labels(label(why));
    }
  }

  /** A share of an interaction's mass, 0 to 1, lies on what {@code role} wrote. */
  public void mass(String model, String role, double share) {
    mass.labels(bound.value("model", model), role).inc(share);
  }

  /** {@code count} windows of one partition are kept. */
  public void kept(int partition, long count) {
    windows.labels(Integer.toString(partition)).set((double) count);
  }

  /** The partition moved to another instance. */
  public void gone(int partition) {
    windows.remove(Integer.toString(partition));
  }

  /** A window's retention was over. */
  public void expired() {
    expired.inc();
  }

  /** An attribution is in no window. */
  public void unkept(Unkept why) {
    unkept.labels(label(why)).inc();
  }

  private static String label(Unkept why) {
    return why.name().toLowerCase(Locale.ROOT);
  }
}
