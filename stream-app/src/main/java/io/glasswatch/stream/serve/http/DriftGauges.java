package io.glasswatch.stream.serve.http;

import io.glasswatch.contract.MetricNames;
import io.glasswatch.stream.serve.DriftLine;
import io.prometheus.client.Collector.MetricFamilySamples;
import io.prometheus.client.Collector.MetricFamilySamples.Sample;
import io.prometheus.client.CollectorRegistry;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;

/** The drift that this instance judges, as its gauges show it. */
record DriftGauges(CollectorRegistry registry) {

  private static final Set<String> NAMES =
      Set.of(
          MetricNames.DRIFT_SCORE_RATIO,
          MetricNames.DRIFT_THRESHOLD_RATIO,
          MetricNames.DRIFT_WINDOW_RECORDS);

  /** What is watched: the labels of the gauges. */
  private record Key(String model, String segment, String signal) {}

  List<DriftLine> lines() {
    Map<Key, Map<String, Double>> gauges = new HashMap<>();
    for (MetricFamilySamples family : Collections.list(registry.metricFamilySamples())) {
      if (NAMES.contains(family.name)) {
        family.samples.forEach(
            s -> gauges.computeIfAbsent(key(s), k -> new HashMap<>()).put(s.name, s.value));
      }
    }
    return gauges.entrySet().stream().map(e -> line(e.getKey(), e.getValue())).toList();
  }

  private static DriftLine line(Key key, Map<String, Double> values) {
    OptionalDouble score = value(values, MetricNames.DRIFT_SCORE_RATIO);
    OptionalDouble threshold = value(values, MetricNames.DRIFT_THRESHOLD_RATIO);
    boolean judged = score.isPresent() && threshold.isPresent();
    return new DriftLine(
        key.model(),
        key.segment(),
        key.signal(),
        judged ? score : OptionalDouble.empty(),
        judged ? threshold : OptionalDouble.empty(),
        (long) value(values, MetricNames.DRIFT_WINDOW_RECORDS).orElse(0));
  }

  private static OptionalDouble value(Map<String, Double> values, String name) {
    Double value = values.get(name);
    return value == null || !Double.isFinite(value)
        ? OptionalDouble.empty()
        : OptionalDouble.of(value);
  }

  private static Key key(Sample sample) {
    return new Key(label(sample, "model"), label(sample, "segment"), label(sample, "signal"));
  }

  private static String label(Sample sample, String name) {
    return sample.labelValues.get(sample.labelNames.indexOf(name));
  }
}
