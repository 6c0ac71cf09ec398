package io.glasswatch.cli.demo;

import io.glasswatch.cli.Durations;
import io.glasswatch.cli.demo.report.DemoReport;
import io.glasswatch.cli.demo.traffic.Story;
import io.glasswatch.contract.Json;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code glasswatch demo}: the whole system on this machine, with traffic that goes wrong. */
@Command(
    name = "demo",
    description = {
      "Runs everything on this machine: Kafka, the stream app and an explainer, with made-up"
          + " traffic in which things go wrong at known times.",
      "Ends with 0 only if every incident was detected, every malformed record was set aside, and"
          + " at least 99 %% of the flagged interactions are explained."
    },
    mixinStandardHelpOptions = true)
public final class DemoCommand implements Callable<Integer> {

  private static final int DEFAULT_PORT = 8080;
  private static final Duration DEFAULT_STORY = Duration.ofSeconds(90);

  @Option(
      names = "--for",
      paramLabel = "TIME",
      converter = Durations.class,
      description =
          "How long, e.g. 90s or 5m; at least 30s. Without it the story takes 90 s and traffic"
              + " then goes on until Ctrl-C.")
  private Optional<Duration> length = Optional.empty();

  @Option(
      names = "--report",
      paramLabel = "FILE",
      description = "Write the outcome to this file as JSON.")
  private Optional<Path> report = Optional.empty();

  @Option(
      names = "--audit",
      paramLabel = "DIR",
      description = "Keep a copy of the audit log here, with its report.html.")
  private Optional<Path> audit = Optional.empty();

  @Option(
      names = "--rate",
      paramLabel = "N",
      description =
          "Interactions a second; by default as many as give each model about 200 in a drift"
              + " window: 80 for 90 s.")
  private Optional<Double> rate = Optional.empty();

  @Option(
      names = "--port",
      paramLabel = "N",
      description =
          "Port of the pages and metrics, 0 for any free one; by default 8080, or any free one if"
              + " that is taken.")
  private Optional<Integer> port = Optional.empty();

  @Option(
      names = "--seed",
      paramLabel = "N",
      description = "Which of all possible traffics; ${DEFAULT-VALUE} by default.")
  private long seed = 1;

  @Option(
      names = "--secure",
      description =
          "Kafka demands TLS and a password, and allows each part what it needs and no more.")
  private boolean secure;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws Exception {
    Duration takes = length.orElse(DEFAULT_STORY);
    Story story = new Story(takes, rate.orElseGet(() -> Story.sensibleRate(takes)), seed);
    CountDownLatch stop = new CountDownLatch(1);
    CountDownLatch ended = new CountDownLatch(1);
    Thread onInterrupt = new Thread(() -> endOnInterrupt(stop, ended), "interrupt");
    Runtime.getRuntime().addShutdownHook(onInterrupt);
    Path dir = Files.createTempDirectory("glasswatch-demo-");
    try {
      return run(story, dir, stop);
    } finally {
      FileTree.delete(dir);
      ended.countDown();
    }
  }

  private int run(Story story, Path dir, CountDownLatch stop) throws Exception {
    Screen screen =
        new Screen(spec.commandLine().getOut(), Boolean.getBoolean("glasswatch.terminal"));
    screen.line("starting Kafka, the stream app and an explainer");
    try (Demo demo = start(dir, Performance.settings(story))) {
      screen.line("  alerts   %s/api/v1/alerts".formatted(demo.url()));
      screen.line("  cases    %s/api/v1/cases".formatted(demo.url()));
      screen.line("  metrics  %s/metrics".formatted(demo.url()));
      screen.line("  Kafka    %s".formatted(demo.bootstrapServers()));
      screen.event(
          "traffic begins: %d s, about %.0f interactions a second; Ctrl-C ends it"
              .formatted(story.length().toSeconds(), story.rate()));
      DemoReport outcome = new Performance(story, length.isEmpty(), screen, stop).in(demo);
      outcome.lines().forEach(screen::line);
      if (report.isPresent()) {
        Files.writeString(
            report.get(),
            Json.TEXT.writerWithDefaultPrettyPrinter().writeValueAsString(outcome) + "\n");
      }
      int audited =
          audit.isPresent()
              ? DemoAudit.copy(demo, outcome, audit.get(), spec.commandLine().getOut())
              : 0;
      return outcome.problems().isEmpty() ? audited : 1;
    }
  }

  private Demo start(Path dir, Map<String, String> settings) throws InterruptedException {
    return secure
        ? Demo.startSecured(dir, choosePort(), settings)
        : Demo.start(dir, choosePort(), settings);
  }

  /** Takes what was asked for; the default gives way to whoever has it already. */
  private int choosePort() {
    return port.orElseGet(() -> free(DEFAULT_PORT) ? DEFAULT_PORT : 0);
  }

  private static boolean free(int port) {
    try (ServerSocket socket =
        new ServerSocket(port, 1, InetAddress.getByAddress(new byte[] {127, 0, 0, 1}))) {
      return socket.isBound();
    } catch (IOException e) {
      return false;
    }
  }

  /** Lets the demo end in order, files removed, before the process does. */
  private static void endOnInterrupt(CountDownLatch stop, CountDownLatch ended) {
    stop.countDown();
    try {
      ended.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
