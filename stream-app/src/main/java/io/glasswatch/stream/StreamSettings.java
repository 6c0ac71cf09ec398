package io.glasswatch.stream;

import io.glasswatch.contract.Settings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
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
 * @param explanationDeadline {@code EXPLANATION_DEADLINE}: how long a case waits for its
 *     explanation, default {@code PT2M}
 * @param explanationsPerSecond {@code EXPLANATIONS_PER_SECOND}: budget of interactions that are
 *     explained without being flagged, over all partitions of one task, at least 0, default 0.5
 * @param caseRetention {@code CASE_RETENTION}: how long a case can be opened, default {@code P7D}
 * @param modelThresholds {@code MODEL_THRESHOLDS}: score from which a category is a finding, e.g.
 *     {@code hate=0.9,violence=0.8}; default the explainer's own
 * @param segments {@code SEGMENTS}: which segments drift is watched in, besides all traffic,
 *     default {@code tenant,language,route}
 * @param driftWindow {@code DRIFT_WINDOW}: length of an event-time window, default {@code PT1M}
 * @param driftReferenceRecords {@code DRIFT_REFERENCE_RECORDS}: the first interactions of a model
 *     version that later ones are compared with, at least 100, default 1000
 * @param driftMinimumRecords {@code DRIFT_MINIMUM_RECORDS}: fewer in a window are no verdict, at
 *     least 20, default 200
 * @param falseAlarmsPerWeek {@code FALSE_ALARMS_PER_WEEK}: how many drift alarms may be false, more
 *     than 0, default 1
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
    Duration explanationDeadline,
    double explanationsPerSecond,
    Duration caseRetention,
    Map<String, Double> modelThresholds,
    List<String> segments,
    Duration driftWindow,
    int driftReferenceRecords,
    int driftMinimumRecords,
    double falseAlarmsPerWeek) {

  private static final long MEBIBYTE = 1024 * 1024;

  public StreamSettings {
    modelThresholds = Map.copyOf(modelThresholds);
    segments = List.copyOf(segments);
  }

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
            s.optional("EXPLANATION_DEADLINE", Duration::parse, Duration.ofMinutes(2)),
            s.optional("EXPLANATIONS_PER_SECOND", Double::valueOf, 0.5),
            s.optional("CASE_RETENTION", Duration::parse, Duration.ofDays(7)),
            s.optional("MODEL_THRESHOLDS", StreamSettings::thresholds, Map.of()),
            s.optional("SEGMENTS", StreamSettings::names, List.of("tenant", "language", "route")),
            s.optional("DRIFT_WINDOW", Duration::parse, Duration.ofMinutes(1)),
            s.optional("DRIFT_REFERENCE_RECORDS", Integer::valueOf, 1000),
            s.optional("DRIFT_MINIMUM_RECORDS", Integer::valueOf, 200),
            s.optional("FALSE_ALARMS_PER_WEEK", Double::valueOf, 1.0));
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
    positive(s, "EXPLANATION_DEADLINE", explanationDeadline);
    positive(s, "CASE_RETENTION", caseRetention);
    positive(s, "DRIFT_WINDOW", driftWindow);
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
        explanationsPerSecond >= 0,
        "EXPLANATIONS_PER_SECOND must be at least 0, but was %s",
        explanationsPerSecond);
    s.check(
        driftReferenceRecords >= 100,
        "DRIFT_REFERENCE_RECORDS must be at least 100, but was %d",
        driftReferenceRecords);
    s.check(
        driftMinimumRecords >= 20,
        "DRIFT_MINIMUM_RECORDS must be at least 20, but was %d",
        driftMinimumRecords);
    s.check(
        falseAlarmsPerWeek > 0,
        "FALSE_ALARMS_PER_WEEK must be more than 0, but was %s",
        falseAlarmsPerWeek);
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

  private static List<String> names(String list) {
    return Arrays.stream(list.split(",")).map(String::strip).filter(n -> !n.isEmpty()).toList();
  }

  private static Map<String, Double> thresholds(String list) {
    Map<String, Double> result = new LinkedHashMap<>();
    List<String> broken = new ArrayList<>();
    for (String entry : names(list)) {
      int equals = entry.indexOf('=');
      if (equals < 1) {
        broken.add(entry);
      } else {
        result.put(entry.substring(0, equals), Double.valueOf(entry.substring(equals + 1)));
      }
    }
    if (!broken.isEmpty()) {
      throw new IllegalArgumentException("expected category=score, but found " + broken);
    }
    return result;
  }
}
