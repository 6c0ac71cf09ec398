package io.glasswatch.stream.metrics;

import io.glasswatch.contract.MetricNames;
import io.prometheus.client.CollectorRegistry;
import io.prometheus.client.Counter;
import io.prometheus.client.Gauge;
import java.time.Instant;

/** How the audit log stands, as {@link StreamMetrics} tells it. */
final class AuditMetrics {

  private static final String PARTITION = "partition";

  final Counter entries;
  final Counter failures;
  private final Gauge head;
  private final Gauge signed;
  private final Gauge signedAt;
  private final Gauge broken;

  AuditMetrics(CollectorRegistry registry) {
    Family family = new Family(registry);
    entries =
        family.counter(MetricNames.AUDIT_ENTRIES, "Entries appended to the audit log.", "kind");
    failures =
        family.counter(
            MetricNames.AUDIT_UNSIGNED, "Checkpoints that could not be signed or kept at once.");
    head =
        family.gauge(
            MetricNames.AUDIT_HEAD_ENTRIES, "Committed entries of the audit log.", PARTITION);
    signed =
        family.gauge(
            MetricNames.AUDIT_SIGNED_ENTRIES,
            "Entries of the audit log under a signed checkpoint.",
            PARTITION);
    signedAt =
        family.gauge(
            MetricNames.AUDIT_SIGNED_SECONDS,
            "When the latest signed head of the audit log was read.",
            PARTITION);
    broken =
        family.gauge(
            MetricNames.AUDIT_BROKEN,
            "1 if the audit log does not continue what was signed.",
            PARTITION);
  }

  void head(int partition, long size) {
    head.labels(Integer.toString(partition)).set((double) size);
  }

  void signed(int partition, long size, Instant at) {
    String label = Integer.toString(partition);
    signed.labels(label).set((double) size);
    signedAt.labels(label).set(at.toEpochMilli() / 1e3);
    broken.labels(label).set(0);
  }

  void broken(int partition) {
    broken.labels(Integer.toString(partition)).set(1);
  }

  void gone(int partition) {
    String label = Integer.toString(partition);
    head.remove(label);
    signed.remove(label);
    signedAt.remove(label);
    broken.remove(label);
  }
}
