package io.glasswatch.stream;

import io.glasswatch.contract.Settings;
import io.glasswatch.stream.drift.DriftSettings;
import io.glasswatch.stream.join.JoinSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

/**
 * Everything the stream app can be told, read from the environment.
 *
 * @param bootstrapServers {@code KAFKA_BOOTSTRAP_SERVERS}: where Kafka is, required
 * @param applicationId {@code APPLICATION_ID}: names the consumer group and the internal topics,
 *     default {@code glasswatch}
 * @param instanceId {@code INSTANCE_ID}: stable over restarts, e.g. the pod's name; lets a
 *     restarted instance take its partitions back without waiting for the session to time out;
 *     default empty
 * @param stateDirectory {@code STATE_DIR}: where RocksDB keeps its files, default {@code state}
 * @param partitions {@code PARTITIONS}: of every topic that the app creates, 1 to 1000, default 4
 * @param replicationFactor {@code REPLICATION_FACTOR}: of every topic that the app creates; default
 *     -1, the broker's own
 * @param threads {@code STREAM_THREADS}: 1 to 64, default 1
 * @param standbys {@code STANDBY_REPLICAS}: warm copies of the state on other instances, 0 to 5,
 *     default 0
 * @param commitInterval {@code COMMIT_INTERVAL}: how often results become visible, default {@code
 *     PT0.2S}
 * @param rocksDbBytes {@code ROCKSDB_BYTES}: memory of all stores together, at least 8 MiB, default
 *     128 MiB
 * @param httpHost {@code HTTP_HOST}: where the pages and metrics listen, default {@code 127.0.0.1}
 * @param httpPort {@code HTTP_PORT}: 0 to 65535, 0 takes a free one, default 8080
 * @param explanationsPerSecond {@code EXPLANATIONS_PER_SECOND}: budget of interactions that are
 *     explained without being flagged, more than 0, default 0.5
 * @param join how long cases wait and stay; see {@link JoinSettings}
 * @param drift how drift is watched; see {@link DriftSettings}
 */
public record StreamSettings(
    String bootstrapServers,
    String applicationId,
    String instanceId,
    Path stateDirectory,
    int partitions,
    int replicationFactor,
    int threads,
    int standbys,
    Duration commitInterval,
    long rocksDbBytes,
    String httpHost,
    int httpPort,
    double explanationsPerSecond,
    JoinSettings join,
    DriftSettings drift) {

  private static final long MEBIBYTE = 1024 * 1024;

  /**
   * Reads the settings.
   *
   * @throws IllegalArgumentException listing everything that is wrong with them
   */
  public static StreamSettings from(Map<String, String> env) {
    Settings s = new Settings(env);
    StreamSettings settings =
        new StreamSettings(
            s.required("KAFKA_BOOTSTRAP_SERVERS", v -> v, "none"),
            s.optional("APPLICATION_ID", v -> v, "glasswatch"),
            s.optional("INSTANCE_ID", v -> v, ""),
            s.optional("STATE_DIR", Path::of, Path.of("state")),
            s.optional("PARTITIONS", Integer::valueOf, 4),
            s.optional("REPLICATION_FACTOR", Integer::valueOf, -1),
            s.optional("STREAM_THREADS", Integer::valueOf, 1),
            s.optional("STANDBY_REPLICAS", Integer::valueOf, 0),
            s.optional("COMMIT_INTERVAL", Duration::parse, Duration.ofMillis(200)),
            s.optional("ROCKSDB_BYTES", Long::valueOf, 128 * MEBIBYTE),
            s.optional("HTTP_HOST", v -> v, "127.0.0.1"),
            s.optional("HTTP_PORT", Integer::valueOf, 8080),
            s.optional("EXPLANATIONS_PER_SECOND", Double::valueOf, 0.5),
            JoinSettings.from(s),
            DriftSettings.from(s));
    settings.check(s);
    s.failOnProblems();
    return settings;
  }

  private void check(Settings s) {
    within(s, "PARTITIONS", partitions, 1, 1000);
    within(s, "STREAM_THREADS", threads, 1, 64);
    within(s, "STANDBY_REPLICAS", standbys, 0, 5);
    within(s, "HTTP_PORT", httpPort, 0, 65535);
    positive(s, "COMMIT_INTERVAL", commitInterval);
    s.check(
        replicationFactor == -1 || replicationFactor >= 1,
        "REPLICATION_FACTOR must be -1 or at least 1, but was %d",
        replicationFactor);
    s.check(
        rocksDbBytes >= 8 * MEBIBYTE,
        "ROCKSDB_BYTES must be at least %d, but was %d",
        8 * MEBIBYTE,
        rocksDbBytes);
    s.check(
        explanationsPerSecond > 0,
        "EXPLANATIONS_PER_SECOND must be more than 0, but was %s",
        explanationsPerSecond);
  }

  private static void within(Settings s, String key, int value, int least, int most) {
    s.check(
        value >= least && value <= most,
        "%s must be %d to %d, but was %d",
        key,
        least,
        most,
        value);
  }

  private static void positive(Settings s, String key, Duration value) {
    s.check(value.toMillis() > 0, "%s must be more than 0, but was %s", key, value);
  }
}
