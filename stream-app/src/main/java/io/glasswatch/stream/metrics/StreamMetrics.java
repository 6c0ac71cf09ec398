package io.glasswatch.stream.metrics;

import io.glasswatch.contract.Alert;
import io.glasswatch.contract.Finding;
import io.glasswatch.contract.MetricNames;
import io.glasswatch.contract.Rejected;
import io.glasswatch.contract.Review;
import io.glasswatch.contract.Sample;
import io.glasswatch.stream.fairness.FairnessTable;
import io.prometheus.client.CollectorRegistry;
import io.prometheus.client.Counter;
import io.prometheus.client.Gauge;
import io.prometheus.client.Histogram;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.function.DoubleSupplier;
import java.util.function.Supplier;

/**
 * What the stream app tells Prometheus, in the words of the domain; the only class outside the
 * exporter that knows the client library.
 *
 * <p>Counters and histograms carry the interaction's id as an exemplar. Label values that come from
 * the log are bounded. A gauge belongs to the task that sets it, which takes it away again when the
 * task moves to another instance, so that no two instances report the same thing. A counter whose
 * labels are known beforehand begins at zero, so that its first increase is seen.
 */
public final class StreamMetrics {

  /** How many models, segments, categories or reasons keep a name of their own. */
  private static final int MOST_LABEL_VALUES = 200;

  /** A partition of a topic. */
  public record Partition(String topic, int number) {}

  private final CollectorRegistry registry;
  private final LabelBound bound;
  private final IngestMetrics ingest;
  private final CaseMetrics cases;
  private final TogetherMetrics together;
  private final AttributionMetrics attributions;
  private final DriftMetrics drift;
  private final Counter interactions;
  private final Counter rejected;
  private final Histogram detectSeconds;
  private final Counter scanned;
  private final Counter flagged;
  private final Counter sampled;
  private final Counter masked;
  private final Counter httpRefused;
  private final Gauge alertState;
  private final Counter alertTransitions;
  private final Counter reviews;
  private final Gauge stateBytes;
  private final Gauge stateLimit;
  private final Counter stateRemoved;
  private final AuditMetrics audit;
  private final FairnessMetrics fairness;

  public StreamMetrics(CollectorRegistry registry) {
    this.registry = registry;
    bound = new LabelBound(registry, MOST_LABEL_VALUES);
    Family family = new Family(registry);
    ingest = new IngestMetrics(family);
    cases = new CaseMetrics(family, bound);
    together = new TogetherMetrics(family);
    attributions = new AttributionMetrics(family, bound);
    drift = new DriftMetrics(family, bound);
    interactions = family.counter(MetricNames.INTERACTIONS, "Interactions read.", "model");
    rejected = family.counter(MetricNames.REJECTED, "Records that cannot be read.", "reason");
    scanned = family.counter(MetricNames.SCANNED, "Interactions that were scanned.", "model");
    detectSeconds =
        family.histogram(
            MetricNames.DETECT_DURATION_SECONDS,
            "Scanning one interaction for findings and signals.",
            new double[] {.00001, .000025, .00005, .0001, .00025, .0005, .001, .0025, .01, .1, 1},
            "model");
    flagged =
        family.counter(MetricNames.FLAGGED, "Findings.", "model", "category", "severity", "rule");
    sampled = family.counter(MetricNames.SAMPLED, "Sampling decisions.", "model", "reason");
    httpRefused =
        family.counter(MetricNames.HTTP_REFUSED, "Requests that were not let in.", "reason");
    masked =
        family.counter(
            MetricNames.TEXT_MASKED,
            "Stretches of text that were not stored as they came.",
            "category",
            "treatment");
    alertState =
        family.gauge(
            MetricNames.ALERT_STATE,
            "1 while an alert is pending, 2 while it fires; absent when it is over.",
            "alert",
            "model",
            "segment",
            "signal",
            "severity");
    alertTransitions =
        family.counter(
            MetricNames.ALERT_TRANSITIONS,
            "Alerts that entered a state.",
            "alert",
            "model",
            "severity",
            "state");
    reviews =
        family.counter(
            MetricNames.REVIEWS,
            "Cases that a person judged; a changed mind counts again.",
            "model",
            "rule",
            "judgement");
    stateBytes =
        family.gauge(MetricNames.STATE_STORE_BYTES, "Memory that the state stores hold together.");
    audit = new AuditMetrics(registry);
    fairness = new FairnessMetrics(registry);
    stateLimit = family.gauge(MetricNames.STATE_STORE_LIMIT_BYTES, "The bound on that memory.");
    stateRemoved =
        family.counter(
            MetricNames.STATE_TASKS_REMOVED,
            "Tasks whose state on disk was damaged at the start, and was restored from Kafka.");
    for (Rejected.Reason reason : Rejected.Reason.values()) {
      rejected.labels(reason.id());
    }
  }

  /** Returns what counts the sightings of patterns over many conversations. */
  public TogetherMetrics together() {
    return together;
  }

  /** Returns what tells of attributions over time. */
  public AttributionMetrics attributions() {
    return attributions;
  }

  /** Returns what counts the records of the log. */
  public IngestMetrics ingest() {
    return ingest;
  }

  /** Returns what counts the cases. */
  public CaseMetrics cases() {
    return cases;
  }

  /** Returns what tells of drift windows. */
  public DriftMetrics drift() {
    return drift;
  }

  /** An interaction was read. */
  public void interaction(String model) {
    String label = bound.value("model", model);
    interactions.labels(label).inc();
    cases.expect(label);
  }

  /** A record could not be read and went to the rejected. */
  public void rejected(Rejected.Reason reason) {
    rejected.labels(reason.id()).inc();
  }

  /** An interaction was scanned, which took {@code seconds}. */
  public void scanned(String model, double seconds, String interaction, Optional<String> trace) {
    String label = bound.value("model", model);
    scanned.labels(label).inc();
    Exemplars.observe(detectSeconds.labels(label), seconds, interaction, trace);
  }

  /** Something was found in an interaction. */
  public void flagged(String model, Finding finding, String interaction, Optional<String> trace) {
    Counter.Child child =
        flagged.labels(
            bound.value("model", model),
            bound.value("category", finding.category()),
            finding.severity().id(),
            bound.value("rule", finding.rule()));
    Exemplars.count(child, interaction, trace);
    for (Review.Judgement judgement : Review.Judgement.values()) {
      reviews.labels(
          bound.value("model", model), bound.value("rule", finding.rule()), judgement.id());
    }
  }

  /** It was decided whether an interaction is explained. */
  public void sampled(String model, Sample.Reason reason) {
    sampled.labels(bound.value("model", model), reason.id()).inc();
  }

  /** A request was not let in; {@code reason} is a short fixed word. */
  public void httpRefused(String reason) {
    httpRefused.labels(reason).inc();
  }

  /** A stretch of text was not stored as it came; {@code treatment} is a short fixed word. */
  public void masked(String category, String treatment) {
    masked.labels(bound.value("category", category), treatment).inc();
  }

  /** Where to read how many records of each partition are not yet read. */
  public void lag(Supplier<Map<Partition, Double>> lags) {
    new LagByPartition(lags).register(registry);
  }

  /** A group was held against everyone else in one signal. */
  public void fairness(String model, String segment, FairnessTable.Row row) {
    Optional<String> named = bound.own("model", model);
    Optional<String> part = bound.own("segment", segment);
    if (named.isPresent() && part.isPresent()) {
      fairness.compared(named.get(), part.get(), row);
    }
  }

  /** The group moved to another instance, or is no longer watched. */
  public void fairnessGone(String model, String segment) {
    fairness.gone(model, segment);
  }

  /** An alert entered its state. */
  public void alert(Alert alert) {
    alertTransitions
        .labels(
            alert.name(),
            bound.value("model", alert.model()),
            alert.severity().id(),
            alert.state().id())
        .inc();
    alertStands(alert);
  }

  /** An alert is in its state, as it was before this instance took it over. */
  public void alertStands(Alert alert) {
    switch (alert.state()) {
      case PENDING -> setAlert(alert, 1);
      case FIRING -> setAlert(alert, 2);
      case RESOLVED -> alertGone(alert);
    }
  }

  /** The alert's key moved to another instance. */
  public void alertGone(Alert alert) {
    alertState.remove(
        alert.name(), alert.model(), alert.segment(), alert.signal(), alert.severity().id());
  }

  /** A person judged a case in which {@code rule} had found something. */
  public void reviewed(String model, String rule, Review.Judgement judgement) {
    reviews.labels(bound.value("model", model), bound.value("rule", rule), judgement.id()).inc();
  }

  /** An entry was appended to the audit log; {@code kind} is one of a few words. */
  public void audited(String kind) {
    audit.entries.labels(kind).inc();
  }

  /** The audit log of one partition has so many committed entries. */
  public void auditHead(int partition, long entries) {
    audit.head(partition, entries);
  }

  /** So many entries of one partition's audit log are under a signed checkpoint. */
  public void auditSigned(int partition, long entries, Instant at) {
    audit.signed(partition, entries, at);
  }

  /** The audit log of one partition does not continue what was signed. */
  public void auditBroken(int partition) {
    audit.broken(partition);
  }

  /** A checkpoint could not be signed or kept. */
  public void auditUnsigned() {
    audit.failures.inc();
  }

  /** Another instance signs the audit log of one partition. */
  public void auditHandedOver(int partition) {
    audit.gone(partition);
  }

  /** Where to read how much memory the state stores hold, and how much they may. */
  public void stateMemory(DoubleSupplier bytes, DoubleSupplier limit) {
    stateBytes.setChild(reading(bytes));
    stateLimit.setChild(reading(limit));
  }

  /** The state of as many tasks was found damaged and removed. */
  public void stateRemoved(int tasks) {
    stateRemoved.inc(tasks);
  }

  private void setAlert(Alert alert, double state) {
    if (bound.own("model", alert.model()).isPresent()
        && bound.own("segment", alert.segment()).isPresent()) {
      alertState
          .labels(
              alert.name(), alert.model(), alert.segment(), alert.signal(), alert.severity().id())
          .set(state);
    }
  }

  private static Gauge.Child reading(DoubleSupplier value) {
    return new Gauge.Child() {
      @Override
      public double get() {
        return value.getAsDouble();
      }
    };
  }
}
