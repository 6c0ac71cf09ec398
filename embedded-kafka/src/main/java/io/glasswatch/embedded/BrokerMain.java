package io.glasswatch.embedded;

import java.io.OutputStream;
import java.io.PrintStream;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Properties;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.storage.Formatter;

/**
 * One KRaft broker and controller in a process of its own: prints {@link #READY} once it serves,
 * and ends when its standard input does, so that it never outlives whoever started it.
 */
public final class BrokerMain {

  /** The only line on standard output. */
  static final String READY = "READY";

  private static final long PATIENCE_MILLIS = 8_000;

  private BrokerMain() {}

  /**
   * Runs a broker until standard input ends.
   *
   * @param args a file of {@link BrokerProperties}
   */
  public static void main(String[] args) throws Exception {
    Properties properties = new Properties();
    try (Reader file = Files.newBufferedReader(Path.of(args[0]))) {
      properties.load(file);
    }
    String cluster = (String) properties.remove(BrokerProperties.CLUSTER);
    Optional<String> credentials =
        Optional.ofNullable((String) properties.remove(BrokerProperties.CREDENTIALS));
    KafkaConfig config = KafkaConfig.fromProps(properties);
    Path data = Path.of(config.metadataLogDir());
    if (!Files.exists(data.resolve("meta.properties"))) {
      format(config.nodeId(), data, cluster, credentials);
    }
    KafkaRaftServer server = new KafkaRaftServer(config, Time.SYSTEM);
    server.startup();
    System.out.println(READY);
    System.in.transferTo(OutputStream.nullOutputStream());
    haltIfShutdownHangs();
    server.shutdown();
    server.awaitShutdown();
    Runtime.getRuntime().halt(0);
  }

  private static void format(int node, Path data, String cluster, Optional<String> credentials)
      throws Exception {
    new Formatter()
        .setScramArguments(credentials.stream().toList())
        .setPrintStream(
            new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8))
        .setNodeId(node)
        .setClusterId(cluster)
        .addDirectory(data.toString())
        .setMetadataLogDirectory(data.toString())
        .setControllerListenerName(BrokerProperties.CONTROLLER)
        .setIgnoreFormatted(true)
        .run();
  }

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
