package io.glasswatch.cli.demo;

import io.glasswatch.contract.Topics;
import io.glasswatch.contract.access.Right;
import io.glasswatch.contract.config.KafkaConnection;
import io.glasswatch.contract.config.Settings;
import io.glasswatch.explainer.ExplainerWorker;
import io.glasswatch.explainer.WorkerConfig;
import io.glasswatch.stream.StreamApp;
import io.glasswatch.stream.StreamSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.acl.AclOperation;

/** A broker, the stream app and an explainer on this machine, for as long as it is open. */
public final class Demo implements AutoCloseable {

  /** The stream app's consumer group. */
  static final String APPLICATION = "glasswatch";

  private static final Duration START_PATIENCE = Duration.ofSeconds(90);

  private final Opened open = new Opened("the demo");
  private final DemoKafka kafka;
  private final StreamApp app;
  private final ExplainerWorker worker;
  private final Path auditDirectory;

  private Demo(Path dir, int port, boolean secured, Map<String, String> settings)
      throws InterruptedException {
    auditDirectory = dir.resolve("audit");
    try {
      kafka =
          secured ? DemoKafka.secured(dir.resolve("kafka")) : DemoKafka.open(dir.resolve("kafka"));
      open.push(kafka);
      Map<String, String> common = new HashMap<>(settings);
      common.put("KAFKA_BOOTSTRAP_SERVERS", kafka.observer().bootstrapServers());
      common.put("APPLICATION_ID", APPLICATION);
      common.put("STATE_DIR", dir.resolve("state").toString());
      common.put("AUDIT_DIR", auditDirectory.toString());
      common.put("HTTP_PORT", Integer.toString(port));
      common.put("METRICS_PORT", "0");
      common.putAll(kafka.user("stream-app", StreamApp.rights(StreamSettings.from(common))));
      app = StreamApp.start(StreamSettings.from(common));
      open.push(app);
      common.putAll(kafka.user("explainer-worker", WorkerConfig.from(common).rights()));
      worker = ExplainerWorker.start(WorkerConfig.from(common));
      open.push(worker);
      if (!app.awaitRunning(START_PATIENCE)) {
        throw new IllegalStateException(
            "the stream app did not start within %d s".formatted(START_PATIENCE.toSeconds()));
      }
    } catch (RuntimeException | InterruptedException e) {
      close();
      throw e;
    }
  }

  /**
   * Starts everything and returns once traffic can flow.
   *
   * @param dir where Kafka and the stores keep their files
   * @param port of the pages and metrics; 0 takes a free one
   * @param settings what differs from the defaults of the stream app and the explainer
   */
  public static Demo start(Path dir, int port, Map<String, String> settings)
      throws InterruptedException {
    return new Demo(dir, port, false, settings);
  }

  /**
   * As {@link #start}, with a Kafka that demands TLS and a password, and allows each part what it
   * needs and no more.
   */
  public static Demo startSecured(Path dir, int port, Map<String, String> settings)
      throws InterruptedException {
    return new Demo(dir, port, true, settings);
  }

  /** Returns where the pages and metrics are, e.g. {@code http://127.0.0.1:8080}. */
  public String url() {
    return app.url();
  }

  /** Returns the port of the pages and metrics. */
  public int port() {
    return app.port();
  }

  /** Returns the port of the explainer's metrics. */
  public int workerPort() {
    return worker.metricsPort().orElseThrow();
  }

  /** Returns the second place of the audit log's signed checkpoints. */
  Path auditDirectory() {
    return auditDirectory;
  }

  /** Returns where Kafka is. */
  public String bootstrapServers() {
    return kafka.observer().bootstrapServers();
  }

  /** Returns how whoever watches the demo reaches Kafka. */
  KafkaConnection observer() {
    return kafka.observer();
  }

  /** Returns how the models, which write the log, reach Kafka. */
  KafkaConnection fleet() throws InterruptedException {
    List<Right> rights = List.of(Right.topic(AclOperation.WRITE, Topics.INTERACTIONS));
    return KafkaConnection.from(new Settings(kafka.user("fleet", rights)));
  }

  /** Ends what was started, the last first. */
  @Override
  public void close() {
    open.close();
  }
}
