package io.glasswatch.contract.config;

import io.glasswatch.contract.Require;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;

/**
 * How a process reaches Kafka: where it is, and who it is there.
 *
 * @param bootstrapServers {@code host:port}, comma separated
 * @param client further properties of every client: TLS, SASL, time-outs
 */
public record KafkaConnection(String bootstrapServers, Map<String, String> client) {

  /** The file's section of these settings, read by every process. */
  public static final String SECTION = "kafka";

  private static final Setting<String> SERVERS =
      Setting.text("KAFKA_BOOTSTRAP_SERVERS", "", "where Kafka is, host:port with commas")
          .mustBeSet();

  private static final Setting<Map<String, String>> CLIENT =
      Setting.of(
          "KAFKA_CLIENT_PROPERTIES",
          "",
          "a path",
          "a properties file as Kafka's own tools take it: security.protocol, sasl.*, ssl.*",
          file -> file.isEmpty() ? Map.of() : properties(Path.of(file)));

  /** Every setting of the connection. */
  public static final List<Setting<?>> SETTINGS = List.of(SERVERS, CLIENT);

  /**
   * What the file may set. Everything else, from the isolation level to the serializers, belongs to
   * whoever promises that nothing is lost or read twice.
   */
  private static final List<String> OPEN =
      List.of(
          "security.",
          "sasl.",
          "ssl.",
          "socket.",
          "client.dns.lookup",
          "client.rack",
          "metadata.",
          "reconnect.",
          "retry.backoff.",
          "connections.max.idle.ms",
          "request.timeout.ms");

  public KafkaConnection {
    client = Map.copyOf(client);
  }

  /** Returns a connection without encryption or identity, as to a broker on this machine. */
  public static KafkaConnection plain(String bootstrapServers) {
    return new KafkaConnection(bootstrapServers, Map.of());
  }

  /** Reads the settings; what cannot be read is noted in {@code settings}. */
  public static KafkaConnection from(Settings settings) {
    return new KafkaConnection(settings.get(SERVERS), settings.get(CLIENT));
  }

  /**
   * Reads a file of client properties.
   *
   * @throws IllegalArgumentException if it cannot be read, or sets what is not the user's to set
   */
  public static Map<String, String> properties(Path file) {
    Properties read = new Properties();
    try (Reader reader = Files.newBufferedReader(file)) {
      read.load(reader);
    } catch (IOException e) {
      throw new IllegalArgumentException("cannot read the file " + file, e);
    }
    Map<String, String> properties = new HashMap<>();
    for (String key : read.stringPropertyNames()) {
      Require.that(
          OPEN.stream().anyMatch(key::startsWith),
          "%s sets %s, but only these can be set: %s",
          file,
          key,
          String.join(", ", OPEN));
      properties.put(key, read.getProperty(key));
    }
    return properties;
  }

  /** Returns the properties of a client, with {@code more} of its own. */
  public Map<String, Object> with(Map<String, ?> more) {
    Map<String, Object> all = new HashMap<>(client);
    all.put("bootstrap.servers", bootstrapServers);
    all.putAll(more);
    return all;
  }

  /** Names the servers alone: the properties hold passwords. */
  @Override
  public String toString() {
    return "KafkaConnection[%s]".formatted(bootstrapServers);
  }
}
