package io.glasswatch.embedded;

import java.io.OutputStream;
import java.io.PrintStream;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.storage.Formatter;

/**
 * One KRaft broker and controller in a process of its own: prints {@link #READY} once it serves,
 * and ends when its standard input does, so that it never outlives whoever started it.
 */
public final class BrokerMain {

  /** The only line on standard output. */
  static final String READY = "READY";

  /** What is the administrator's password in a new cluster; no property of a broker. */
  static final String CREDENTIALS = "scram";

  private static final int NODE = 1;
  private static final String HOST = "127.0.0.1";
  private static final long PATIENCE_MILLIS = 8_000;

  private BrokerMain() {}

  /**
   * Runs a broker until standard input ends.
   *
   * @param args data directory, broker port, controller port; then perhaps a file of further
   *     properties, for a secured broker {@link Security#brokerProperties} with {@link
   *     #CREDENTIALS}
   */
  public static void main(String[] args) throws Exception {
    Path data = Path.of(args[0]);
    int port = Integer.parseInt(args[1]);
    int controllerPort = Integer.parseInt(args[2]);
    Properties properties = properties(data, port, controllerPort);
    Optional<String> credentials = Optional.empty();
    if (args.length > 3) {
      try (Reader more = Files.newBufferedReader(Path.of(args[3]))) {
        properties.load(more);
      }
      credentials = Optional.ofNullable((String) properties.remove(CREDENTIALS));
    }
    if (!Files.exists(data.resolve("meta.properties"))) {
      format(data, credentials);
    }
    KafkaRaftServer server = new KafkaRaftServer(KafkaConfig.fromProps(properties), Time.SYSTEM);
    server.startup();
    System.out.println(READY);
    System.in.transferTo(OutputStream.nullOutputStream());
    haltIfShutdownHangs();
    server.shutdown();
    server.awaitShutdown();
    Runtime.getRuntime().halt(0);
  }

  private static void format(Path data, Optional<String> credentials) throws Exception {
    new Formatter()
        .setScramArguments(credentials.stream().toList())
        .setPrintStream(
            new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8))
        .setNodeId(NODE)
        .setClusterId(Uuid.randomUuid().toString())
        .addDirectory(data.toString())
        .setMetadataLogDirectory(data.toString())
        .setControllerListenerName("CONTROLLER")
        .setIgnoreFormatted(true)
        .run();
  }

  private static Properties properties(Path data, int port, int controllerPort) {
    Properties properties = new Properties();
    properties.putAll(
        Map.of(
            "process.roles",
            "broker,controller",
            "node.id",
            Integer.toString(NODE),
            "controller.quorum.voters",
            "%d@%s:%d".formatted(NODE, HOST, controllerPort),
            "listeners",
            "BROKER://%s:%d,CONTROLLER://%s:%d".formatted(HOST, port, HOST, controllerPort),
            "advertised.listeners",
            "BROKER://%s:%d".formatted(HOST, port),
            "controller.listener.names",
            "CONTROLLER",
            "inter.broker.listener.name",
            "BROKER",
            "listener.security.protocol.map",
            "BROKER:PLAINTEXT,CONTROLLER:PLAINTEXT",
            "log.dirs",
            data.toString(),
            "auto.create.topics.enable",
            "false"));
    properties.putAll(ALONE);
    properties.putAll(SMALL);
    return properties;
  }

  /** A cluster of one has one copy of everything. */
  private static final Map<String, String> ALONE =
      Map.of(
          "offsets.topic.replication.factor", "1",
          "offsets.topic.num.partitions", "4",
          "transaction.state.log.replication.factor", "1",
          "transaction.state.log.min.isr", "1",
          "transaction.state.log.num.partitions", "4",
          "share.coordinator.state.topic.replication.factor", "1",
          "share.coordinator.state.topic.min.isr", "1",
          "group.initial.rebalance.delay.ms", "0",
          "broker.session.timeout.ms", "1500",
          "broker.heartbeat.interval.ms", "300");

  /** Little memory and few threads, for a laptop. */
  private static final Map<String, String> SMALL =
      Map.of(
          "log.cleaner.dedupe.buffer.size", "16777216",
          "log.index.size.max.bytes", "1048576",
          "num.network.threads", "2",
          "num.io.threads", "4",
          "num.recovery.threads.per.data.dir", "1");

  private static void haltIfShutdownHangs() {
    Thread watchdog =
        new Thread(
            () -> {
              try {
                Thread.sleep(PATIENCE_MILLIS);
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
              Runtime.getRuntime().halt(1);
            },
            "halt-if-shutdown-hangs");
    watchdog.setDaemon(true);
    watchdog.start();
  }
}
