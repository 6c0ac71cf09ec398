package io.glasswatch.testing;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.glasswatch.contract.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;

/**
 * Debian's Prometheus and Alertmanager with our own configuration, changed only in addresses, and
 * in how often both look.
 */
public final class MonitoringStack implements AutoCloseable {

  private static final Path PROMETHEUS = Path.of("/usr/bin/prometheus");
  private static final Path ALERTMANAGER = Path.of("/usr/bin/prometheus-alertmanager");

  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final HttpClient CLIENT = HttpClient.newHttpClient();

  private final List<Process> processes;
  private final String prometheus;

  private MonitoringStack(List<Process> processes, String prometheus) {
    this.processes = processes;
    this.prometheus = prometheus;
  }

  /** Returns whether both programs are here. */
  public static boolean installed() {
    return Files.isExecutable(PROMETHEUS) && Files.isExecutable(ALERTMANAGER);
  }

  /** Skips the test that asks where the programs are missing; the build server must have them. */
  public static void require() {
    if (!installed() && "true".equals(System.getenv("CI"))) {
      throw new AssertionError("the build server has no " + PROMETHEUS + " or " + ALERTMANAGER);
    }
    assumeTrue(installed(), "needs " + PROMETHEUS + " and " + ALERTMANAGER);
  }

  /**
   * Starts both, and returns when Prometheus answers: it scrapes the stream app and, if there is
   * one, an explainer worker; Alertmanager posts to {@code pager}.
   */
  public static MonitoringStack start(Path dir, int appPort, OptionalInt workerPort, Pager pager)
      throws IOException, InterruptedException {
    int[] ports = freePorts();
    String prometheus = "127.0.0.1:" + ports[0];
    String alertmanager = "127.0.0.1:" + ports[1];
    Path rules = Project.path("dashboards/prometheus");
    String scraping =
        Project.read(rules.resolve("prometheus.yml"))
            .replace("rules/*.yml", rules + "/rules/*.yml")
            .replace("alerts/*.yml", rules + "/alerts/*.yml")
            .replace("_interval: 5s", "_interval: 1s")
            .replace("alertmanager:9093", alertmanager)
            .replace("/run/secrets/scraper", dir.resolve("scraper").toString())
            .replace("stream-app:8080", "127.0.0.1:" + appPort)
            .replaceAll(
                "(?s)dns_sd_configs:.*9464",
                "static_configs:\n      - targets: [%s]"
                    .formatted(workerPort.isPresent() ? "127.0.0.1:" + workerPort.getAsInt() : ""));
    String paging =
        Project.read(Project.path("dashboards/alertmanager/alertmanager.yml"))
            .replace("group_interval: 2m", "group_interval: 10s")
            .replace("127.0.0.1:9095", "127.0.0.1:" + pager.port());
    Files.writeString(dir.resolve("scraper"), "no token is needed here");
    Path scrapingFile = Files.writeString(dir.resolve("prometheus.yml"), scraping);
    Path pagingFile = Files.writeString(dir.resolve("alertmanager.yml"), paging);
    Process alerter =
        run(
            dir.resolve("alertmanager.log"),
            ALERTMANAGER.toString(),
            "--config.file=" + pagingFile,
            "--storage.path=" + dir.resolve("alertmanager"),
            "--web.listen-address=" + alertmanager,
            "--cluster.listen-address=");
    Process scraper =
        run(
            dir.resolve("prometheus.log"),
            PROMETHEUS.toString(),
            "--config.file=" + scrapingFile,
            "--storage.tsdb.path=" + dir.resolve("prometheus"),
            "--web.listen-address=" + prometheus,
            "--enable-feature=exemplar-storage");
    MonitoringStack stack = new MonitoringStack(List.of(scraper, alerter), "http://" + prometheus);
    stack.awaitReady();
    return stack;
  }

  private void awaitReady() throws InterruptedException {
    Instant end = Instant.now().plus(PATIENCE);
    while (!ready()) {
      if (Instant.now().isAfter(end)) {
        close();
        throw new AssertionError("Prometheus is not ready within " + PATIENCE);
      }
      TimeUnit.MILLISECONDS.sleep(100);
    }
  }

  private boolean ready() throws InterruptedException {
    try {
      return ask("/-/ready").statusCode() == 200;
    } catch (IOException e) {
      return false;
    }
  }

  /** Returns the series that {@code query} has now. */
  public JsonNode query(String query) throws IOException, InterruptedException {
    return data("/api/v1/query?query=" + encoded(query)).path("result");
  }

  /** Returns the series that {@code query} has had since {@code start}. */
  public JsonNode range(String query, Instant start) throws IOException, InterruptedException {
    return data("/api/v1/query_range?query=%s&start=%d&end=%d&step=2"
            .formatted(encoded(query), start.getEpochSecond(), Instant.now().getEpochSecond() + 2))
        .path("result");
  }

  /** Returns the exemplars of the series of {@code query} since {@code start}. */
  public JsonNode exemplars(String query, Instant start) throws IOException, InterruptedException {
    return data(
        "/api/v1/query_exemplars?query=%s&start=%d&end=%d"
            .formatted(encoded(query), start.getEpochSecond(), Instant.now().getEpochSecond() + 1));
  }

  private JsonNode data(String path) throws IOException, InterruptedException {
    HttpResponse<String> answer = ask(path);
    if (answer.statusCode() != 200) {
      throw new AssertionError("Prometheus refuses %s: %s".formatted(path, answer.body()));
    }
    return Json.TEXT.readTree(answer.body()).path("data");
  }

  private HttpResponse<String> ask(String path) throws IOException, InterruptedException {
    HttpRequest request = HttpRequest.newBuilder(URI.create(prometheus + path)).build();
    return CLIENT.send(request, HttpResponse.BodyHandlers.ofString());
  }

  private static String encoded(String query) {
    return URLEncoder.encode(query, StandardCharsets.UTF_8);
  }

  @Override
  public void close() {
    processes.forEach(Process::destroy);
    for (Process process : processes) {
      try {
        if (!process.waitFor(20, TimeUnit.SECONDS)) {
          process.destroyForcibly();
        }
      } catch (InterruptedException e) {
        process.destroyForcibly();
        Thread.currentThread().interrupt();
      }
    }
  }

  private static Process run(Path log, String... command) throws IOException {
    return new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(log.toFile())
        .start();
  }

  /** Both are held open together, so that they differ. */
  private static int[] freePorts() {
    try (ServerSocket first = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        ServerSocket second = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return new int[] {first.getLocalPort(), second.getLocalPort()};
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
