package io.glasswatch.stream.metrics;

import io.prometheus.client.Counter;
import io.prometheus.client.Histogram;
import java.util.Optional;
import java.util.regex.Pattern;

/** Which record stands behind a count, in the few characters that OpenMetrics allows. */
final class Exemplars {

  /** The label that carries the interaction's id; Grafana's data source links it to the case. */
  static final String RECORD_ID = "record_id";

  static final String TRACE_ID = "trace_id";

  /** All label names and values of one exemplar together, in code points, by the specification. */
  private static final int MOST = 128;

  private static final Pattern TRACE = Pattern.compile("[0-9a-fA-F]{32}");
  private static final String[] NONE = {};

  private Exemplars() {}

  /** Counts one, with the interaction as its exemplar if it fits. */
  static void count(Counter.Child counter, String interaction, Optional<String> trace) {
    String[] exemplar = of(interaction, trace);
    if (exemplar.length == 0) {
      counter.inc();
    } else {
      counter.incWithExemplar(exemplar);
    }
  }

  /** Observes {@code value}, with the interaction as its exemplar if it fits. */
  static void observe(
      Histogram.Child histogram, double value, String interaction, Optional<String> trace) {
    String[] exemplar = of(interaction, trace);
    if (exemplar.length == 0) {
      histogram.observe(value);
    } else {
      histogram.observeWithExemplar(value, exemplar);
    }
  }

  /**
   * Returns names and values in turn. What does not fit is left out whole, since half an id opens
   * nothing: first the trace, then the record.
   */
  static String[] of(String interaction, Optional<String> trace) {
    int left = MOST - RECORD_ID.length() - length(interaction);
    if (left < 0) {
      return NONE;
    }
    if (trace.filter(t -> TRACE.matcher(t).matches()).isEmpty()
        || TRACE_ID.length() + length(trace.get()) > left) {
      return new String[] {RECORD_ID, interaction};
    }
    return new String[] {RECORD_ID, interaction, TRACE_ID, trace.get()};
  }

  private static int length(String text) {
    return text.codePointCount(0, text.length());
  }
}
