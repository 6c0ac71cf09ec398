package io.glasswatch.stream.metrics;

import io.glasswatch.contract.Alert;
import io.glasswatch.contract.Explanation;
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
  private final Counter interactions;
  private final Counter rejected;
  private final Histogram detectSeconds;
  private final Counter scanned;
  private final Counter flagged;
  private final Counter sampled;
  private final Counter masked;
  private final Counter httpRefused;
  private final Counter explained;
  private final Counter unexplained;
  private final Histogram caseSeconds;
  private final Counter lateExplanations;
  private final Counter casesErased;
  private final Counter piecesIgnored;
  private final Counter uncounted;
  private final Gauge casesPending;
  private final Gauge driftScore;
  private final Gauge driftThreshold;
  private final Gauge driftWindow;
  private final Gauge alertState;
  private final Counter alertTransitions;
  private final Counter reviews;
  private final Gauge stateBytes;
  private final Gauge stateLimit;
  private final AuditMetrics audit;
  private final FairnessMetrics fairness;

  public StreamMetrics(CollectorRegistry registry) {
    this.registry = registry;
    bound = new LabelBound(registry, MOST_LABEL_VALUES);
    Family family = new Family(registry);
    ingest = new IngestMetrics(family);
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
    explained = family.counter(MetricNames.EXPLAINED, "Cases with an explanation.", "model");
    unexplained =
        family.counter(
            MetricNames.UNEXPLAINED, "Cases closed without an explanation.", "model", "reason");
    caseSeconds =
        family.histogram(
            MetricNames.CASE_DURATION_SECONDS,
            "From the request for an explanation to the case that holds it.",
            new double[] {.05, .1, .25, .5, 1, 2.5, 5, 10, 30, 60, 300},
            "model");
    lateExplanations =
        family.counter(
            MetricNames.LATE_EXPLANATIONS, "Explanations that came after their case was closed.");
    casesErased =
        family.counter(
            MetricNames.CASES_ERASED, "Cases whose texts were erased because somebody asked.");
    piecesIgnored =
        family.counter(
            MetricNames.CASE_PIECES_IGNORED,
            "Parts of a case that made no difference: repeated, or without their interaction.",
            "reason");
    uncounted =
        family.counter(
            MetricNames.DRIFT_UNCOUNTED, "Interactions missing in their drift window.", "reason");
    casesPending =
        family.gauge(
            MetricNames.CASES_PENDING, "Cases that wait for their explanation.", "partition");
    driftScore =
        family.gauge(
            MetricNames.DRIFT_SCORE_RATIO,
            "How far the latest window lies from its reference.",
            "model",
            "segment",
            "signal");
    driftThreshold =
        family.gauge(
            MetricNames.DRIFT_THRESHOLD_RATIO,
            "The drift score above which a window of this size is judged as drifted.",
            "model",
            "segment",
            "signal");
    driftWindow =
        family.gauge(
            MetricNames.DRIFT_WINDOW_RECORDS,
            "Observations in the latest drift window.",
            "model",
            "segment",
            "signal");
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
    for (Rejected.Reason reason : Rejected.Reason.values()) {
      rejected.labels(reason.id());
    }
  }

  /** Returns what counts the records of the log. */
  public IngestMetrics ingest() {
    return ingest;
  }

  /** An interaction was read. */
  public void interaction(String model) {
    String label = bound.value("model", model);
    interactions.labels(label).inc();
    unexplained.labels(label, Explanation.Unexplained.NO_ANSWER);
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

  /** A case got its explanation, {@code seconds} after it was asked for. */
  public void explained(String model, double seconds, String interaction, Optional<String> trace) {
    String label = bound.value("model", model);
    Exemplars.count(explained.labels(label), interaction, trace);
    Exemplars.observe(caseSeconds.labels(label), Math.max(0, seconds), interaction, trace);
  }

  /** A case was closed without an explanation. */
  public void unexplained(String model, String reason, String interaction, Optional<String> trace) {
    Counter.Child child =
        unexplained.labels(bound.value("model", model), bound.value("unexplained", reason));
    Exemplars.count(child, interaction, trace);
  }

  /** An explanation came after its case was closed. */
  public void lateExplanation() {
    lateExplanations.inc();
  }

  public void caseErased() {
    casesErased.inc();
  }

  /** A part of a case made no difference; {@code reason} is a short fixed word. */
  public void pieceIgnored(String reason) {
    piecesIgnored.labels(reason).inc();
  }

  /** {@code count} interactions are in no drift window; {@code reason} is a short fixed word. */
  public void uncounted(String reason, long count) {
    uncounted.labels(reason).inc((double) count);
  }

  /** {@code count} cases of one partition wait for their explanation. */
  public void casesPending(int partition, long count) {
    casesPending.labels(Integer.toString(partition)).set((double) count);
  }

  /** The partition moved to another instance. */
  public void casesPendingGone(int partition) {
    casesPending.remove(Integer.toString(partition));
  }

  /** Where to read how many records of each partition are not yet read. */
  public void lag(Supplier<Map<Partition, Double>> lags) {
    new LagByPartition(lags).register(registry);
  }

  /**
   * A drift window was judged.
   *
   * @param score the window's distance from its reference, in the units of {@code threshold}
   * @param records observations in the window
   */
  public void drift(
      String model, String segment, String signal, double score, double threshold, long records) {
    Optional<String> named = bound.own("model", model);
    Optional<String> part = bound.own("segment", segment);
    if (named.isPresent() && part.isPresent()) {
      driftScore.labels(named.get(), part.get(), signal).set(score);
      driftThreshold.labels(named.get(), part.get(), signal).set(threshold);
      driftWindow.labels(named.get(), part.get(), signal).set((double) records);
    }
  }

  /** A drift window of {@code records} observations was too small to be judged. */
  public void driftUndecided(String model, String segment, String signal, long records) {
    Optional<String> named = bound.own("model", model);
    Optional<String> part = bound.own("segment", segment);
    if (named.isPresent() && part.isPresent()) {
      driftScore.remove(named.get(), part.get(), signal);
      driftThreshold.remove(named.get(), part.get(), signal);
      driftWindow.labels(named.get(), part.get(), signal).set((double) records);
    }
  }

  /** A value of {@code dimension} was counted as {@code other}. */
  public void segmentFolded(String dimension) {
    bound.folded(dimension);
  }

  /** The key moved to another instance, or is no longer watched. */
  public void driftGone(String model, String segment, String signal) {
    driftScore.remove(model, segment, signal);
    driftThreshold.remove(model, segment, signal);
    driftWindow.remove(model, segment, signal);
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
