package io.glasswatch.stream.deploy;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Debian's Prometheus and Alertmanager with our own configuration, changed only in addresses, and
 * in how often Prometheus looks.
 */
public final class MonitoringStack implements AutoCloseable {

  private static final Path PROMETHEUS = Path.of("/usr/bin/prometheus");
  private static final Path ALERTMANAGER = Path.of("/usr/bin/prometheus-alertmanager");

  private final List<Process> processes;
  private final String prometheus;

  private MonitoringStack(List<Process> processes, String prometheus) {
    this.processes = processes;
    this.prometheus = prometheus;
  }

  /** Skips the test that asks where the programs are missing; the build server must have them. */
  public static void require() {
    boolean installed = Files.isExecutable(PROMETHEUS) && Files.isExecutable(ALERTMANAGER);
    if (!installed && "true".equals(System.getenv("CI"))) {
      throw new AssertionError("the build server has no " + PROMETHEUS + " or " + ALERTMANAGER);
    }
    assumeTrue(installed, "needs " + PROMETHEUS + " and " + ALERTMANAGER);
  }

  /** Starts both: Prometheus scrapes {@code appPort}, Alertmanager posts to {@code pagerPort}. */
  public static MonitoringStack start(Path dir, int appPort, int pagerPort) throws IOException {
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
            .replace("stream-app:8080", "127.0.0.1:" + appPort);
    String paging =
        Project.read(Project.path("dashboards/alertmanager/alertmanager.yml"))
            .replace("127.0.0.1:9095", "127.0.0.1:" + pagerPort);
    Path scrapingFile = Files.writeString(dir.resolve("prometheus.yml"), scraping);
    Path pagingFile = Files.writeString(dir.resolve("alertmanager.yml"), paging);
    Process pager =
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
    return new MonitoringStack(List.of(scraper, pager), "http://" + prometheus);
  }

  /** Returns where Prometheus is. */
  public String prometheus() {
    return prometheus;
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
