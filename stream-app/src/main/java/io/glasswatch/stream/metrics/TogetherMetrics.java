package io.glasswatch.stream.metrics;

import io.glasswatch.contract.MetricNames;
import io.glasswatch.stream.together.TogetherEvents.Unseen;
import io.prometheus.client.Counter;
import java.util.Locale;

/** What patterns over many conversations do not remember. */
public final class TogetherMetrics {

  private final Counter unseen;
  private final Counter expired;

  TogetherMetrics(Family family) {
    unseen =
        family.counter(
            MetricNames.SIGHTINGS_UNSEEN,
            "Sightings of a user, tenant, model or secret value that are not remembered.",
            "reason");
    expired =
        family.counter(
            MetricNames.SUBJECTS_EXPIRED,
            "Users, tenants, models and secret values whose retention was over.");
    for (Unseen why : Unseen.values()) {
      unseen.labels(label(why));
    }
  }

  /** So many sightings are not remembered. */
  public void unseen(Unseen why, int sightings) {
    unseen.labels(label(why)).inc(sightings);
  }

  /** So many subjects are forgotten. */
  public void expired(int subjects) {
    expired.inc(subjects);
  }

  private static String label(Unseen why) {
    return why.name().toLowerCase(Locale.ROOT);
  }
}
