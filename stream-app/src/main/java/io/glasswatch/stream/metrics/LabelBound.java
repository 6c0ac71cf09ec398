package io.glasswatch.stream.metrics;

import io.glasswatch.contract.MetricNames;
import io.glasswatch.contract.Require;
import io.prometheus.client.CollectorRegistry;
import io.prometheus.client.Counter;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

/**
 * Keeps labels whose values come from the log from growing without end: the first values of a label
 * keep their name, all others share {@value #OTHER} and are counted.
 */
final class LabelBound {

  /** The label value that stands for all that came too late. */
  static final String OTHER = "other";

  /** A label value that Prometheus and its users can still read. */
  private static final int LONGEST = 120;

  /** Controls, formats and separators, which a terminal or a page obeys and does not show. */
  private static final Pattern UNSEEN = Pattern.compile("[\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}]");

  private final int most;
  private final Map<String, Set<String>> known = new ConcurrentHashMap<>();
  private final Counter folded;

  /**
   * @param most how many values of one label keep their name, at least 1
   */
  LabelBound(CollectorRegistry registry, int most) {
    Require.that(most >= 1, "most must be at least 1, but was %d", most);
    this.most = most;
    this.folded =
        Counter.build(
                MetricNames.LABELS_FOLDED,
                "Observations whose label value was one too many and was counted as \"other\".")
            .labelNames("label")
            .register(registry);
  }

  /** Returns the value that a counter may use for {@code label}: itself, or {@value #OTHER}. */
  String value(String label, String value) {
    return own(label, value).orElse(OTHER);
  }

  /** Counts a value of {@code label} that was folded elsewhere. */
  void folded(String label) {
    folded.labels(label).inc();
  }

  /** Returns the value for a gauge, which cannot be shared: empty when it would be folded. */
  Optional<String> own(String label, String value) {
    Set<String> values = known.computeIfAbsent(label, l -> ConcurrentHashMap.newKeySet());
    if (values.contains(value)) {
      return Optional.of(value);
    }
    String readable = readable(value);
    if (values.contains(readable)) {
      return Optional.of(readable);
    }
    synchronized (values) {
      if (values.size() < most) {
        values.add(readable);
        return Optional.of(readable);
      }
    }
    folded.labels(label).inc();
    return Optional.empty();
  }

  /** A value that ends no line, moves no cursor and turns no text around, wherever it is shown. */
  private static String readable(String value) {
    String start = value.length() > LONGEST ? value.substring(0, LONGEST) : value;
    return UNSEEN.matcher(start).replaceAll("\uFFFD");
  }
}
