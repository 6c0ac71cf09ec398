package io.glasswatch.stream.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.glasswatch.contract.Alert;
import io.glasswatch.contract.Finding;
import io.glasswatch.contract.MetricNames;
import io.glasswatch.contract.Rejected;
import io.glasswatch.contract.Sample;
import io.glasswatch.contract.Severity;
import io.glasswatch.stream.serve.CasesOf;
import io.prometheus.client.Collector;
import io.prometheus.client.CollectorRegistry;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class StreamMetricsTest {

  private static final Finding KEY =
      new Finding("secret.api-key", "secret", Severity.CRITICAL, Optional.empty(), 1);

  private final CollectorRegistry registry = new CollectorRegistry();
  private final StreamMetrics metrics = new StreamMetrics(registry);

  @Test
  void everyNameIsInTheContract() {
    metrics.interaction("m");
    metrics.rejected(Rejected.Reason.EMPTY);
    metrics.sampled("m", Sample.Reason.SKIPPED);
    metrics.drift().judged("m", "all", "latency", 0.5, 0.2, 100);

    assertThat(Collections.list(registry.metricFamilySamples()))
        .extracting(f -> f.type == Collector.Type.COUNTER ? f.name + "_total" : f.name)
        .isSubsetOf(MetricNames.ALL);
  }

  @Test
  void aFindingCarriesItsInteractionAndTrace() {
    String trace = "4bf92f3577b34da6a3ce929d0e0e4736";

    metrics.flagged("m", KEY, "i-1", Optional.of(trace));

    assertThat(exemplars()).containsExactly("record_id=i-1 trace_id=" + trace);
  }

  @Test
  void anExemplarThatIsTooLongIsLeftOut() {
    metrics.flagged("m", KEY, "x".repeat(500), Optional.empty());

    assertThat(exemplars()).isEmpty();
    assertThat(
            registry.getSampleValue(
                "llm_flagged_total",
                new String[] {"model", "category", "severity", "rule"},
                new String[] {"m", "secret", "critical", "secret.api-key"}))
        .isEqualTo(1);
  }

  @Test
  void aTraceThatDoesNotFitIsLeftOutAlone() {
    assertThat(Exemplars.of("x".repeat(119), Optional.of("a".repeat(32))))
        .containsExactly("record_id", "x".repeat(119));
    assertThat(Exemplars.of("i", Optional.of("no trace"))).containsExactly("record_id", "i");
  }

  @Test
  void aLabelEndsNoLineAndMovesNoCursor() {
    metrics.interaction("m\r\n\u001b[2J\u202e");

    assertThat(
            registry.getSampleValue(
                "llm_interactions_total",
                new String[] {"model"},
                new String[] {"m\uFFFD\uFFFD\uFFFD[2J\uFFFD"}))
        .isEqualTo(1);
  }

  @Test
  void aModelTooManyIsCountedAsOther() {
    for (int i = 0; i < 250; i++) {
      metrics.interaction("model-" + i);
    }

    assertThat(interactions("model-199")).isEqualTo(1);
    assertThat(interactions("model-200")).isNull();
    assertThat(interactions("other")).isEqualTo(50);
    assertThat(
            registry.getSampleValue(
                "llm_labels_folded_total", new String[] {"label"}, new String[] {"model"}))
        .isEqualTo(50);
  }

  @Test
  void aDriftGaugeThatMovedAwayIsGone() {
    metrics.drift().judged("m", "all", "latency", 0.5, 0.2, 100);
    metrics.drift().gone("m", "all", "latency");

    assertThat(samples("llm_drift_score_ratio")).isEmpty();
    assertThat(samples("llm_drift_threshold_ratio")).isEmpty();
    assertThat(samples("llm_drift_window_records")).isEmpty();
  }

  @Test
  void anAlertShowsItsStateUntilItIsOver() {
    metrics.alert(CasesOf.alert("i-1", Alert.State.PENDING));
    assertThat(samples("llm_alert_state")).containsExactly(1.0);
    metrics.alert(CasesOf.alert("i-1", Alert.State.FIRING));
    assertThat(samples("llm_alert_state")).containsExactly(2.0);
    metrics.alert(CasesOf.alert("i-1", Alert.State.RESOLVED));
    assertThat(samples("llm_alert_state")).isEmpty();
    assertThat(samples("llm_alert_transitions")).containsExactly(1.0, 1.0, 1.0);
  }

  @Test
  void stateMemoryIsReadWhenItIsAskedFor() {
    double[] bytes = {1};
    metrics.stateMemory(() -> bytes[0], () -> 100);
    bytes[0] = 7;

    assertThat(samples("llm_state_store_bytes")).containsExactly(7.0);
  }

  @Test
  void aPartitionThatMovedAwayHasNoLag() {
    Map<StreamMetrics.Partition, Double> lags = new HashMap<>();
    metrics.lag(() -> lags);
    lags.put(new StreamMetrics.Partition("llm.interactions", 0), 7.0);
    assertThat(samples("llm_consumer_lag_records")).containsExactly(7.0);

    lags.clear();

    assertThat(samples("llm_consumer_lag_records")).isEmpty();
  }

  private Double interactions(String model) {
    return registry.getSampleValue(
        "llm_interactions_total", new String[] {"model"}, new String[] {model});
  }

  private List<Double> samples(String family) {
    return Collections.list(registry.metricFamilySamples()).stream()
        .filter(f -> f.name.equals(family))
        .flatMap(f -> f.samples.stream())
        .filter(s -> !s.name.endsWith("_created"))
        .map(s -> s.value)
        .toList();
  }

  private List<String> exemplars() {
    return Collections.list(registry.metricFamilySamples()).stream()
        .flatMap(f -> f.samples.stream())
        .filter(s -> s.exemplar != null)
        .map(s -> pairs(s.exemplar))
        .toList();
  }

  private static String pairs(io.prometheus.client.exemplars.Exemplar exemplar) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < exemplar.getNumberOfLabels(); i++) {
      text.append(i == 0 ? "" : " ")
          .append(exemplar.getLabelName(i))
          .append('=')
          .append(exemplar.getLabelValue(i));
    }
    return text.toString();
  }
}
