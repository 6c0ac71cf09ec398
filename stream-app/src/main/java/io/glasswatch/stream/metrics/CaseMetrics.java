package io.glasswatch.stream.metrics;

import io.glasswatch.contract.Explanation;
import io.glasswatch.contract.MetricNames;
import io.prometheus.client.Counter;
import io.prometheus.client.Gauge;
import io.prometheus.client.Histogram;
import java.util.Optional;

/** What becomes of the cases, as {@link StreamMetrics} tells it. */
public final class CaseMetrics {

  private final LabelBound bound;
  private final Counter explained;
  private final Counter unexplained;
  private final Histogram duration;
  private final Counter late;
  private final Counter erased;
  private final Counter piecesIgnored;
  private final Gauge pending;

  CaseMetrics(Family family, LabelBound bound) {
    this.bound = bound;
    explained = family.counter(MetricNames.EXPLAINED, "Cases with an explanation.", "model");
    unexplained =
        family.counter(
            MetricNames.UNEXPLAINED, "Cases closed without an explanation.", "model", "reason");
    duration =
        family.histogram(
            MetricNames.CASE_DURATION_SECONDS,
            "From the request for an explanation to the case that holds it.",
            new double[] {.05, .1, .25, .5, 1, 2.5, 5, 10, 30, 60, 300},
            "model");
    late =
        family.counter(
            MetricNames.LATE_EXPLANATIONS, "Explanations that came after their case was closed.");
    erased =
        family.counter(
            MetricNames.CASES_ERASED, "Cases whose texts were erased because somebody asked.");
    piecesIgnored =
        family.counter(
            MetricNames.CASE_PIECES_IGNORED,
            "Parts of a case that made no difference: repeated, or without their interaction.",
            "reason");
    pending =
        family.gauge(
            MetricNames.CASES_PENDING, "Cases that wait for their explanation.", "partition");
  }

  /** Lets what is unexplained of a model begin at zero; {@code label} is the model's bound one. */
  void expect(String label) {
    unexplained.labels(label, Explanation.Unexplained.NO_ANSWER);
  }

  /** A case got its explanation, {@code seconds} after it was asked for. */
  public void explained(String model, double seconds, String interaction, Optional<String> trace) {
    String label = bound.value("model", model);
    Exemplars.count(explained.labels(label), interaction, trace);
    Exemplars.observe(duration.labels(label), Math.max(0, seconds), interaction, trace);
  }

  /** A case was closed without an explanation. */
  public void unexplained(String model, String reason, String interaction, Optional<String> trace) {
    Counter.Child child =
        unexplained.labels(bound.value("model", model), bound.value("unexplained", reason));
    Exemplars.count(child, interaction, trace);
  }

  /** An explanation came after its case was closed. */
  public void late() {
    late.inc();
  }

  /** A case lost its texts because somebody asked for it. */
  public void erased() {
    erased.inc();
  }

  /** A part of a case made no difference; {@code reason} is a short fixed word. */
  public void pieceIgnored(String reason) {
    piecesIgnored.labels(reason).inc();
  }

  /** {@code count} cases of one partition wait for their explanation. */
  public void pending(int partition, long count) {
    pending.labels(Integer.toString(partition)).set((double) count);
  }

  /** The partition moved to another instance. */
  public void pendingGone(int partition) {
    pending.remove(Integer.toString(partition));
  }
}
