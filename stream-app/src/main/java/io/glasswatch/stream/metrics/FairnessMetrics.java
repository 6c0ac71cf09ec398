package io.glasswatch.stream.metrics;

import io.glasswatch.contract.MetricNames;
import io.glasswatch.stream.fairness.FairnessTable;
import io.glasswatch.stream.fairness.Parity;
import io.prometheus.client.CollectorRegistry;
import io.prometheus.client.Gauge;

/** How groups of traffic fare beside each other, as {@link StreamMetrics} tells it. */
final class FairnessMetrics {

  private static final String[] LABELS = {"model", "segment", "signal"};

  private final Gauge interactions;
  private final Gauge rate;
  private final Gauge difference;
  private final Gauge low;
  private final Gauge high;
  private final Gauge impact;
  private final Gauge unlike;

  FairnessMetrics(CollectorRegistry registry) {
    Family family = new Family(registry);
    interactions =
        family.gauge(
            MetricNames.FAIRNESS_GROUP_INTERACTIONS,
            "Interactions of a group in the stretch that is compared.",
            LABELS);
    rate =
        family.gauge(
            MetricNames.FAIRNESS_RATE_RATIO, "How often something happens to a group.", LABELS);
    difference =
        family.gauge(
            MetricNames.FAIRNESS_DIFFERENCE_RATIO,
            "Demographic parity difference: the group's rate less everyone else's.",
            LABELS);
    low =
        family.gauge(
            MetricNames.FAIRNESS_DIFFERENCE_LOW_RATIO,
            "Lower end of the difference's 99.9 % interval.",
            LABELS);
    high =
        family.gauge(
            MetricNames.FAIRNESS_DIFFERENCE_HIGH_RATIO,
            "Upper end of the difference's 99.9 % interval.",
            LABELS);
    impact =
        family.gauge(
            MetricNames.FAIRNESS_IMPACT_RATIO,
            "Disparate impact: the smaller of the group's and the others' rate or mean over the"
                + " larger.",
            LABELS);
    unlike =
        family.gauge(
            MetricNames.FAIRNESS_UNLIKE,
            "1 if the impact ratio is below four fifths by more than chance.",
            LABELS);
  }

  void compared(String model, String segment, FairnessTable.Row row) {
    String[] labels = {model, segment, row.signal()};
    interactions.labels(labels).set((double) row.interactions());
    boolean isRate = FairnessTable.RATES.contains(row.signal());
    if (isRate) {
      rate.labels(labels).set(row.value());
    }
    if (row.parity() instanceof Parity.Compared compared) {
      impact.labels(labels).set(compared.ratio());
      unlike.labels(labels).set(compared.unlike() ? 1 : 0);
      if (isRate) {
        difference.labels(labels).set(compared.difference());
        low.labels(labels).set(compared.interval().low());
        high.labels(labels).set(compared.interval().high());
      }
    } else {
      for (Gauge gauge : new Gauge[] {impact, unlike, difference, low, high}) {
        gauge.remove(labels);
      }
    }
  }

  void gone(String model, String segment) {
    for (String signal : FairnessTable.SIGNALS) {
      for (Gauge gauge : new Gauge[] {interactions, rate, difference, low, high, impact, unlike}) {
        gauge.remove(model, segment, signal);
      }
    }
  }
}
