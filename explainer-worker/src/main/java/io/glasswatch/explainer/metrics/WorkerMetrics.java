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

/** What an explainer worker counts; no label ever holds text. */
public final class WorkerMetrics {

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

  private final Gauge unavailable =
      Gauge.build(
              MetricNames.EXPLANATION_METHODS_UNAVAILABLE,
              "1 for a method that was asked for and that the model does not allow.")
          .labelNames("method")
          .register(registry);

  private final Counter modelSwaps =
      Counter.build(
              MetricNames.EXPLANATION_MODEL_SWAPS,
              "Changes of the model folder, by what became of them.")
          .labelNames("outcome")
          .register(registry);

  private final Summary quality =
      Summary.build(
              MetricNames.EXPLANATION_QUALITY_RATIO,
              "Measures of the explanations given, by method; see docs/explanations.md.")
          .labelNames("method", "measure")
          .register(registry);

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

  /** Notes a method that the model does not allow. */
  public void unavailable(String method) {
    unavailable.labels(method).set(1);
  }

  /** Forgets which methods the model did not allow. */
  public void allAvailable() {
    unavailable.clear();
  }

  /** Counts a change of the model folder that was taken or refused. */
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
