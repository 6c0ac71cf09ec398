package io.glasswatch.stream;

import io.glasswatch.stream.metrics.StreamMetrics;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.apache.kafka.common.MetricName;
import org.apache.kafka.streams.KafkaStreams;

/**
 * How far this instance's own consumers are behind, as they report it; nothing is asked of Kafka.
 */
record ConsumerLag(KafkaStreams streams) implements Supplier<Map<StreamMetrics.Partition, Double>> {

  @Override
  public Map<StreamMetrics.Partition, Double> get() {
    Map<StreamMetrics.Partition, Double> lags = new HashMap<>();
    streams
        .metrics()
        .forEach(
            (name, metric) -> {
              if (isLag(name) && metric.metricValue() instanceof Double lag && !lag.isNaN()) {
                lags.merge(partition(name), lag, Math::max);
              }
            });
    return lags;
  }

  /** A restoring consumer reads changelogs, which is another matter than falling behind. */
  private static boolean isLag(MetricName name) {
    return name.name().equals("records-lag")
        && name.group().equals("consumer-fetch-manager-metrics")
        && name.tags().getOrDefault("client-id", "").endsWith("-consumer")
        && !name.tags().getOrDefault("client-id", "").endsWith("-restore-consumer")
        && name.tags().containsKey("partition");
  }

  private static StreamMetrics.Partition partition(MetricName name) {
    return new StreamMetrics.Partition(
        name.tags().get("topic"), Integer.parseInt(name.tags().get("partition")));
  }
}
