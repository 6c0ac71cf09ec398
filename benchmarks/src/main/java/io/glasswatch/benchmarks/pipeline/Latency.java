package io.glasswatch.benchmarks.pipeline;

import io.glasswatch.benchmarks.harness.Effort;
import io.glasswatch.benchmarks.harness.Report;
import io.glasswatch.contract.MetricNames;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * How long it takes from the producer's send until {@code /metrics} tells of a record: of its
 * detection, which no commit stands before, and of its entry in the audit log, which is made after
 * the assessment was committed and read again. One record at a time, on an idle pipeline.
 */
public final class Latency {

  private static final long LOOK_MILLIS = 2;
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final List<String> COMMITS = List.of("PT0.05S", "PT0.2S", "PT1S");

  private final HttpClient http = HttpClient.newHttpClient();
  private final Station station;
  private final Duration quiet;

  private Latency(Station station, Duration quiet) {
    this.station = station;
    this.quiet = quiet;
  }

  /** Measures it for three commit intervals. */
  public static Report run(Effort effort, Consumer<String> progress) throws Exception {
    StringBuilder table =
        new StringBuilder(
            "| commits every | seen in | p50, ms | longest, ms |\n|--:|---|--:|--:|\n");
    Map<String, Object> figures = new LinkedHashMap<>();
    for (String commits : COMMITS) {
      progress.accept("commits every " + commits);
      try (Station station = new Station(Map.of("COMMIT_INTERVAL", commits), Map.of())) {
        station.app().streams().resume();
        Latency latency = new Latency(station, Drain.quiet(Duration.parse(commits)));
        Workload workload = new Workload(1_700, 1);
        for (String metric : List.of(MetricNames.INTERACTIONS, MetricNames.AUDIT_ENTRIES)) {
          latency.millis(workload, metric, effort.of(5, 3, 1));
          double[] millis = latency.millis(workload, metric, effort.of(50, 20, 1));
          double half = quantile(millis, 0.5);
          double most = quantile(millis, 1);
          table.append(
              String.format(
                  Locale.ROOT, "| %s | `%s` | %.0f | %.0f |%n", commits, metric, half, most));
          figures.put("%s %s p50_millis".formatted(commits, metric), half);
          figures.put("%s %s longest_millis".formatted(commits, metric), most);
        }
      }
    }
    return new Report(table.toString(), figures, List.of());
  }

  private double[] millis(Workload workload, String metric, int records)
      throws IOException, InterruptedException {
    double[] millis = new double[records];
    for (int i = 0; i < records; i++) {
      double before = settled(metric);
      long start = System.nanoTime();
      station.fill(workload, 1);
      while (read(metric) == before) {
        if (System.nanoTime() - start > PATIENCE.toNanos()) {
          throw new IllegalStateException("%s does not tell of a record".formatted(metric));
        }
        TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
      }
      millis[i] = (System.nanoTime() - start) / 1e6;
    }
    return millis;
  }

  /** The metric's value once it stands still: what the record before set off is over. */
  private double settled(String metric) throws IOException, InterruptedException {
    double value = read(metric);
    long since = System.nanoTime();
    while (System.nanoTime() - since < quiet.toNanos()) {
      TimeUnit.MILLISECONDS.sleep(10 * LOOK_MILLIS);
      double next = read(metric);
      since = next == value ? since : System.nanoTime();
      value = next;
    }
    return value;
  }

  /** The sum of the metric over all its labels. */
  private double read(String metric) throws IOException, InterruptedException {
    URI uri = URI.create(station.app().url() + "/metrics");
    String text =
        http.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString()).body();
    return text.lines()
        .filter(line -> line.startsWith(metric + "{") || line.startsWith(metric + " "))
        .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
        .sum();
  }

  private static double quantile(double[] values, double q) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    return sorted[(int) Math.min(sorted.length - 1, Math.round(q * (sorted.length - 1)))];
  }
}
