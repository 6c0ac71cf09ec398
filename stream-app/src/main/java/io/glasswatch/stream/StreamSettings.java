package io.glasswatch.stream;

import io.glasswatch.contract.config.KafkaConnection;
import io.glasswatch.contract.config.Setting;
import io.glasswatch.contract.config.Settings;
import io.glasswatch.stream.attribution.AttributionSettings;
import io.glasswatch.stream.audit.AuditSettings;
import io.glasswatch.stream.drift.DriftSettings;
import io.glasswatch.stream.drift.FairnessSettings;
import io.glasswatch.stream.join.JoinSettings;
import io.glasswatch.stream.mask.MaskSettings;
import io.glasswatch.stream.serve.access.Tokens;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Everything the stream app can be told; {@link #SETTINGS} says what each part means.
 *
 * @param pairDeadline how long a half of an interaction waits for the other, more than 0
 * @param duplicateWindow how long an interaction that comes again is recognised; 0 for not at all
 * @param join how long cases wait and stay; see {@link JoinSettings}
 * @param drift how drift is watched; see {@link DriftSettings}
 * @param fairness how groups are compared; see {@link FairnessSettings}
 * @param attribution how attributions are kept over time; see {@link AttributionSettings}
 * @param mask what becomes of text before it is stored; see {@link MaskSettings}
 */
public record StreamSettings(
    KafkaConnection kafka,
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
    Tokens httpTokens,
    String advertisedHost,
    double explanationsPerSecond,
    Duration pairDeadline,
    Duration duplicateWindow,
    JoinSettings join,
    DriftSettings drift,
    FairnessSettings fairness,
    AttributionSettings attribution,
    MaskSettings mask,
    AuditSettings audit) {

  /** The configuration file's section of these settings. */
  public static final String SECTION = "stream-app";

  private static final long MEBIBYTE = 1024 * 1024;

  private static final Setting<String> APPLICATION_ID =
      Setting.text(
          "APPLICATION_ID", "glasswatch", "names the consumer group and the internal topics");

  private static final Setting<String> INSTANCE_ID =
      Setting.text(
          "INSTANCE_ID",
          "",
          "stable over restarts, e.g. the pod's name; lets a restarted instance take its partitions"
              + " back without waiting for its session to time out");

  private static final Setting<Path> STATE_DIR =
      Setting.path("STATE_DIR", "state", "where RocksDB keeps its files");

  private static final Setting<Integer> PARTITIONS =
      Setting.integer("PARTITIONS", 4, 1, 1000, "of every topic that the app creates");

  private static final Setting<Integer> REPLICATION_FACTOR =
      Setting.of(
              "REPLICATION_FACTOR",
              "-1",
              "-1 or at least 1",
              "of every topic that the app creates; -1 takes the broker's own",
              Integer::valueOf)
          .where(value -> value == -1 || value >= 1);

  private static final Setting<Integer> STREAM_THREADS =
      Setting.integer("STREAM_THREADS", 1, 1, 64, "threads that process records");

  private static final Setting<Integer> STANDBY_REPLICAS =
      Setting.integer("STANDBY_REPLICAS", 0, 0, 5, "warm copies of the state on other instances");

  private static final Setting<Duration> COMMIT_INTERVAL =
      Setting.duration(
          "COMMIT_INTERVAL", "PT0.2S", Duration.ofMillis(1), "how often results become visible");

  private static final Setting<Long> ROCKSDB_BYTES =
      Setting.count("ROCKSDB_BYTES", 128 * MEBIBYTE, 8 * MEBIBYTE, "memory of all stores together");

  private static final Setting<String> HTTP_HOST =
      Setting.text("HTTP_HOST", "127.0.0.1", "where the pages and metrics listen");

  private static final Setting<Tokens> HTTP_TOKENS =
      new Setting<>(
          "HTTP_TOKENS",
          "",
          false,
          true,
          "role name token, one on a line or with commas",
          "who is let in; the roles are viewer, reviewer, auditor and scraper; needed where HTTP_HOST"
              + " can be reached from other machines",
          Tokens::parse,
          tokens -> true);

  private static final Setting<Integer> HTTP_PORT =
      Setting.integer("HTTP_PORT", 8080, 0, 65535, "of the pages and metrics; 0 takes a free one");

  private static final Setting<String> ADVERTISED_HOST =
      Setting.text(
          "ADVERTISED_HOST",
          "",
          "name or address under which other instances reach this one's pages; empty takes"
              + " HTTP_HOST");

  private static final Setting<Double> EXPLANATIONS_PER_SECOND =
      Setting.positive(
          "EXPLANATIONS_PER_SECOND",
          "0.5",
          "budget of interactions that are explained without being flagged");

  private static final Setting<Duration> PAIR_DEADLINE =
      Setting.duration(
          "PAIR_DEADLINE",
          "PT30S",
          Duration.ofMillis(1),
          "how long a request waits for its response in another record, and the other way round");

  private static final Setting<Duration> DUPLICATE_WINDOW =
      Setting.duration(
          "DUPLICATE_WINDOW",
          "PT10M",
          Duration.ZERO,
          "how long an interaction that comes again, with its id and content, is recognised and"
              + " dropped, at least; PT0S drops none");

  /** Every setting of the stream app. */
  public static final List<Setting<?>> SETTINGS =
      Stream.of(
              List.<Setting<?>>of(
                  APPLICATION_ID,
                  INSTANCE_ID,
                  STATE_DIR,
                  PARTITIONS,
                  REPLICATION_FACTOR,
                  STREAM_THREADS,
                  STANDBY_REPLICAS,
                  COMMIT_INTERVAL,
                  ROCKSDB_BYTES,
                  HTTP_HOST,
                  HTTP_PORT,
                  HTTP_TOKENS,
                  ADVERTISED_HOST,
                  EXPLANATIONS_PER_SECOND,
                  PAIR_DEADLINE,
                  DUPLICATE_WINDOW),
              JoinSettings.SETTINGS,
              DriftSettings.SETTINGS,
              FairnessSettings.SETTINGS,
              AttributionSettings.SETTINGS,
              MaskSettings.SETTINGS,
              AuditSettings.SETTINGS)
          .flatMap(List::stream)
          .toList();

  /** Those that what is decided about an interaction depends on. */
  private static final List<Setting<?>> DECISIVE =
      Stream.of(
              List.<Setting<?>>of(
                  PARTITIONS, EXPLANATIONS_PER_SECOND, PAIR_DEADLINE, DUPLICATE_WINDOW),
              JoinSettings.SETTINGS,
              DriftSettings.SETTINGS,
              MaskSettings.SETTINGS)
          .flatMap(List::stream)
          .toList();

  /** Returns the name or address under which other instances reach this one. */
  public String reachableAt() {
    return advertisedHost.isEmpty() ? httpHost : advertisedHost;
  }

  /**
   * Reads the settings from the environment and the configuration file that it names.
   *
   * @throws IllegalArgumentException listing everything that is wrong with them
   */
  public static StreamSettings from(Map<String, String> env) {
    return Settings.read(
        env,
        Map.of(KafkaConnection.SECTION, KafkaConnection.SETTINGS, SECTION, SETTINGS),
        StreamSettings::from);
  }

  private static Tokens tokens(Settings settings) {
    String host = settings.get(HTTP_HOST);
    Tokens tokens = settings.get(HTTP_TOKENS);
    settings.check(
        !tokens.none() || isLoopback(host),
        "HTTP_HOST %s can be reached from other machines, so HTTP_TOKENS or HTTP_TOKENS_FILE must"
            + " say who is let in; see docs/security.md",
        host);
    return tokens;
  }

  private static boolean isLoopback(String host) {
    try {
      return InetAddress.getByName(host).isLoopbackAddress();
    } catch (UnknownHostException e) {
      return false;
    }
  }

  /** Reads the settings; what cannot be read is noted in {@code settings}. */
  public static StreamSettings from(Settings settings) {
    return new StreamSettings(
        KafkaConnection.from(settings),
        settings.get(APPLICATION_ID),
        settings.get(INSTANCE_ID),
        settings.get(STATE_DIR),
        settings.get(PARTITIONS),
        settings.get(REPLICATION_FACTOR),
        settings.get(STREAM_THREADS),
        settings.get(STANDBY_REPLICAS),
        settings.get(COMMIT_INTERVAL),
        settings.get(ROCKSDB_BYTES),
        settings.get(HTTP_HOST),
        settings.get(HTTP_PORT),
        tokens(settings),
        settings.get(ADVERTISED_HOST),
        settings.get(EXPLANATIONS_PER_SECOND),
        settings.get(PAIR_DEADLINE),
        settings.get(DUPLICATE_WINDOW),
        JoinSettings.from(settings),
        DriftSettings.from(settings),
        FairnessSettings.from(settings),
        AttributionSettings.from(settings),
        MaskSettings.from(settings),
        AuditSettings.from(settings, settings.get(STATE_DIR), DECISIVE));
  }
}
