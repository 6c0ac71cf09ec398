package io.glasswatch.explainer.metrics;

import io.glasswatch.contract.Attribution;
import io.glasswatch.contract.Explanation;
import io.glasswatch.contract.Explanation.Explained;
import io.glasswatch.contract.Explanation.Unexplained;
import io.glasswatch.contract.MetricNames;
import io.prometheus.client.CollectorRegistry;
import io.prometheus.client.Counter;
import io.prometheus.client.Gauge;
import io.prometheus.client.Histogram;
import io.prometheus.client.Summary;
import java.time.Duration;
import java.util.Collection;
import java.util.List;

/** What an explainer worker counts; no label ever holds text. */
public final class WorkerMetrics {

  /** The changed model took over. */
  public static final String SWAP_TAKEN = "taken";

  /** The changed model cannot be opened. */
  public static final String SWAP_REFUSED = "refused";

  private final CollectorRegistry registry = new CollectorRegistry();

  private final Counter requests =
      Counter.build(
              MetricNames.EXPLANATION_REQUESTS, "Requests read, by whether they could be read.")
          .labelNames("outcome")
          .register(registry);

  private final Counter answers =
      Counter.build(MetricNames.EXPLANATION_ANSWERS, "Answers acknowledged, by outcome.")
          .labelNames("outcome")
          .register(registry);

  private final Histogram duration =
      Histogram.build(
              MetricNames.EXPLANATION_DURATION_SECONDS, "From request read to answer acknowledged.")
          .buckets(.05, .1, .25, .5, 1, 2.5, 5, 10, 30, 60, 120)
          .register(registry);

  private final Histogram batchSize =
      Histogram.build(MetricNames.EXPLANATION_BATCH_SIZE, "Requests explained together.")
          .buckets(1, 2, 4, 8, 16, 32)
          .register(registry);

  private final Gauge queue =
      Gauge.build(MetricNames.EXPLANATION_QUEUE, "Requests read that wait for the model.")
          .register(registry);

  private final Counter uncommitted =
      Counter.build(
              MetricNames.EXPLANATION_COMMITS_REFUSED,
              "Commits of answered requests that Kafka did not take; they may be answered again.")
          .register(registry);

  private final Gauge unavailable =
      Gauge.build(
              MetricNames.EXPLANATION_METHODS_UNAVAILABLE,
              "1 for a method that was asked for and that the model does not allow, 0 for one that"
                  + " runs.")
          .labelNames("method")
          .register(registry);

  private final Counter modelSwaps =
      Counter.build(
              MetricNames.EXPLANATION_MODEL_SWAPS,
              "Changes of the model folder, by what became of them.")
          .labelNames("outcome")
          .register(registry);

  private final Gauge device =
      Gauge.build(MetricNames.EXPLANATION_DEVICE, "1 for the device that the model computes on.")
          .labelNames("device")
          .register(registry);

  private final Counter deviceFallbacks =
      Counter.build(
              MetricNames.EXPLANATION_DEVICE_FALLBACKS,
              "Models that were opened on the CPU because no GPU could be used.")
          .register(registry);

  private final Summary quality =
      Summary.build(
              MetricNames.EXPLANATION_QUALITY_RATIO,
              "Measures of the explanations given, by method; see docs/explanations.md.")
          .labelNames("method", "measure")
          .register(registry);

  /** Makes the metrics of one worker, with what has not happened yet at zero. */
  public WorkerMetrics() {
    List.of(SWAP_TAKEN, SWAP_REFUSED).forEach(modelSwaps::labels);
  }

  /** Returns the registry that holds them. */
  public CollectorRegistry registry() {
    return registry;
  }

  /** Counts a request that could be read. */
  public void read() {
    requests.labels("read").inc();
  }

  /** Counts a record that is no request. */
  public void unreadable() {
    requests.labels("unreadable").inc();
  }

  /** States how many requests wait. */
  public void queued(int requestsWaiting) {
    queue.set(requestsWaiting);
  }

  /** Counts a commit that Kafka did not take. */
  public void uncommitted() {
    uncommitted.inc();
  }

  /** States where the model computes: {@code cpu} or {@code cuda:N}. */
  public void device(String id) {
    device.clear();
    device.labels(id).set(1);
  }

  /** Counts a model that computes on the CPU although this build could use a GPU. */
  public void deviceFallback() {
    deviceFallbacks.inc();
  }

  /** States which methods the model allows of those that were asked for, and which not. */
  public void methods(Collection<String> allowed, Collection<String> missing) {
    unavailable.clear();
    allowed.forEach(method -> unavailable.labels(method).set(0));
    missing.forEach(method -> unavailable.labels(method).set(1));
  }

  /** Counts a change of the model folder: {@link #SWAP_TAKEN} or {@link #SWAP_REFUSED}. */
  public void modelSwap(String outcome) {
    modelSwaps.labels(outcome).inc();
  }

  /** Notes a batch of {@code size} requests. */
  public void batch(int size) {
    batchSize.observe(size);
  }

  /** Counts an answer that is acknowledged, {@code since} its request was read. */
  public void answered(Explanation answer, Duration since) {
    duration.observe(since.toNanos() / 1e9);
    if (answer instanceof Unexplained unexplained) {
      answers.labels(unexplained.reason()).inc();
    } else if (answer instanceof Explained explained) {
      answers.labels("explained").inc();
      for (Attribution attribution : explained.attributions()) {
        attribution
            .quality()
            .forEach(
                (measure, value) -> quality.labels(attribution.method(), measure).observe(value));
      }
    }
  }

  /** Counts an answer that Kafka did not take. */
  public void unacknowledged() {
    answers.labels("unacknowledged").inc();
  }
}
