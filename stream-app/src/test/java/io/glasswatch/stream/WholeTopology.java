package io.glasswatch.stream;

import io.glasswatch.contract.Topic;
import io.glasswatch.stream.detect.learned.Learned;
import io.glasswatch.stream.detect.rule.RuleSet;
import io.glasswatch.stream.metrics.StreamMetrics;
import io.glasswatch.stream.serve.DriftBoard;
import io.prometheus.client.CollectorRegistry;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TestOutputTopic;
import org.apache.kafka.streams.TopologyTestDriver;

/**
 * The whole topology in Kafka's own driver: no broker, one partition, no audit log, and a clock
 * that stands at {@link Samples#NOON} until the test moves it.
 */
public final class WholeTopology implements AutoCloseable {

  private final CollectorRegistry metrics = new CollectorRegistry();
  private final DriftBoard drift = new DriftBoard();
  private final TopologyTestDriver driver;
  private Instant now = Samples.NOON;

  /**
   * Opens it.
   *
   * @param state an empty directory of its own
   * @param settings by name
   * @param more of them, names and values one after the other
   */
  public WholeTopology(Path state, Map<String, String> settings, String... more) {
    Map<String, String> env = new HashMap<>(settings);
    env.put("KAFKA_BOOTSTRAP_SERVERS", "nowhere:1");
    env.put("PARTITIONS", "1");
    env.put("AUDIT", "false");
    for (int i = 0; i < more.length; i += 2) {
      env.put(more[i], more[i + 1]);
    }
    Properties properties = new Properties();
    properties.put("processing.guarantee", "exactly_once_v2");
    properties.put("state.dir", state.toString());
    driver =
        new TopologyTestDriver(
            new MonitoringTopology(
                    StreamSettings.from(env),
                    new StageEvents(new StreamMetrics(metrics), drift),
                    () -> 0,
                    RuleSet::standard,
                    Learned.shipped(),
                    this::now)
                .build(),
            properties,
            now);
  }

  /** Returns the driver, for what is not asked of this class. */
  public TopologyTestDriver driver() {
    return driver;
  }

  /** Returns the metrics that the stages count. */
  public CollectorRegistry metrics() {
    return metrics;
  }

  /** Returns what the drift page shows. */
  public DriftBoard drift() {
    return drift;
  }

  /** Returns what the clock shows. */
  public Instant now() {
    return now;
  }

  /** Lets time pass, for the stages' clocks too. */
  public void pass(Duration time) {
    now = now.plus(time);
    driver.advanceWallClockTime(time);
  }

  /** Returns where records of {@code topic} go in. */
  public <K, V> TestInputTopic<K, V> input(Topic<K, V> topic) {
    return driver.createInputTopic(
        topic.name(), topic.keys().serializer(), topic.values().serializer());
  }

  /** Returns what comes out by {@code topic}. */
  public <K, V> TestOutputTopic<K, V> output(Topic<K, V> topic) {
    return driver.createOutputTopic(
        topic.name(), topic.keys().deserializer(), topic.values().deserializer());
  }

  @Override
  public void close() {
    driver.close();
  }
}
