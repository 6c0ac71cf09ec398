package io.glasswatch.cli;

import io.glasswatch.contract.config.KafkaConnection;
import io.glasswatch.contract.config.Settings;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Where Kafka is: an option of every command that talks to it, to be mixed in. */
public final class KafkaOption {

  @Option(
      names = "--bootstrap-servers",
      paramLabel = "HOST:PORT",
      description =
          "Where Kafka is; otherwise KAFKA_BOOTSTRAP_SERVERS, from the environment or the"
              + " configuration file, says it. KAFKA_CLIENT_PROPERTIES names a file with TLS and"
              + " SASL settings.")
  private Optional<String> bootstrapServers = Optional.empty();

  /**
   * Returns how to reach Kafka.
   *
   * @throws IllegalArgumentException if nobody says where it is, or a setting is wrong
   */
  public KafkaConnection connection() {
    return connection(bootstrapServers);
  }

  /**
   * Returns how to reach Kafka at {@code servers}, or where the settings say it is.
   *
   * @throws IllegalArgumentException if nobody says where it is, or a setting is wrong
   */
  public static KafkaConnection connection(Optional<String> servers) {
    Map<String, String> env = new HashMap<>(System.getenv());
    servers.ifPresent(given -> env.put("KAFKA_BOOTSTRAP_SERVERS", given));
    return Settings.read(
        env, Map.of(KafkaConnection.SECTION, KafkaConnection.SETTINGS), KafkaConnection::from);
  }
}
