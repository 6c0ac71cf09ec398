package io.glasswatch.stream.metrics;

import io.glasswatch.contract.MetricNames;
import io.prometheus.client.Collector;
import io.prometheus.client.GaugeMetricFamily;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * How far each topic's partitions are behind, read when Prometheus asks: a partition that has moved
 * to another instance is not shown here from that moment on.
 */
final class LagByPartition extends Collector {

  private final Supplier<Map<StreamMetrics.Partition, Double>> lags;

  LagByPartition(Supplier<Map<StreamMetrics.Partition, Double>> lags) {
    this.lags = lags;
  }

  @Override
  public List<MetricFamilySamples> collect() {
    GaugeMetricFamily family =
        new GaugeMetricFamily(
            MetricNames.CONSUMER_LAG,
            "Records not yet read of a topic.",
            List.of("topic", "partition"));
    lags.get()
        .forEach(
            (partition, lag) ->
                family.addMetric(
                    List.of(partition.topic(), Integer.toString(partition.number())), lag));
    return List.of(family);
  }
}
