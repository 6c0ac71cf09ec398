package io.glasswatch.stream;

import io.glasswatch.contract.Interaction;
import io.glasswatch.contract.MetricNames;
import io.glasswatch.contract.Topic;
import io.glasswatch.contract.Topics;
import io.glasswatch.stream.detect.learned.Learned;
import io.glasswatch.stream.detect.rule.RuleSet;
import io.glasswatch.stream.ingest.Formats;
import io.glasswatch.stream.ingest.RawRecord;
import io.glasswatch.stream.ingest.Reading;
import io.glasswatch.stream.metrics.StreamMetrics;
import io.glasswatch.stream.once.OnceEvents.Again;
import io.glasswatch.stream.serve.DriftBoard;
import io.glasswatch.stream.state.StateEngine;
import io.prometheus.client.CollectorRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TestOutputTopic;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.TopologyTestDriver;

/**
 * The stream app over records that are handed to it, without a broker: the same topology, driven by
 * one thread, on a clock that follows the log.
 *
 * <p>What it says depends on the records, the settings and the rules alone. Whatever is produced
 * can be taken after each call; what nobody takes is dropped by {@link #forgetTheRest}.
 */
public final class OfflineApp implements AutoCloseable {

  /** How often the stages look at the clock at most; see their punctuators. */
  private static final Duration TICK = Duration.ofSeconds(1);

  private static final Formats FORMATS = Formats.standard();

  private final StreamSettings settings;
  private final CollectorRegistry metrics = new CollectorRegistry();
  private final TopologyTestDriver driver;
  private final TestInputTopic<byte[], byte[]> log;
  private final Map<String, TestOutputTopic<?, ?>> outputs = new HashMap<>();
  private final Map<String, TestOutputTopic<byte[], byte[]>> unread = new HashMap<>();
  private final Map<String, TestInputTopic<?, ?>> inputs = new HashMap<>();
  private Instant now;

  /**
   * Opens the topology.
   *
   * @param settings as of a running app; its state directory is used and emptied again
   * @param rules the rules in force
   * @param learned the trained detectors
   * @param start what the clock shows before the first record, rounded down to milliseconds
   */
  public OfflineApp(StreamSettings settings, RuleSet rules, Learned learned, Instant start) {
    this.settings = settings;
    this.now = Instant.ofEpochMilli(start.toEpochMilli());
    StageEvents events = new StageEvents(new StreamMetrics(metrics), new DriftBoard());
    Topology topology =
        new MonitoringTopology(settings, events, () -> 0, () -> rules, learned, this::now).build();
    this.driver =
        StateEngine.inMemory(
            () ->
                new TopologyTestDriver(topology, StreamProperties.of(settings, "", Map.of()), now));
    this.log = input(Topics.INTERACTIONS);
  }

  /** Returns what the clock shows. */
  public Instant now() {
    return now;
  }

  /**
   * Hands one record of the log to the app, after the clock has come to the time of what it holds.
   *
   * @param otherwise when it came, for a record that does not tell
   */
  public void send(byte[] value, Instant otherwise) {
    Instant stamped = otherwise.isBefore(now) ? now : otherwise;
    timeOf(value, stamped).ifPresent(this::passUntil);
    log.pipeInput(null, value, stamped);
  }

  /**
   * Returns the time of the latest interaction in a record; empty if it holds none that can be
   * read.
   *
   * @param otherwise when the record came, for one that does not tell
   */
  public static Optional<Instant> timeOf(byte[] value, Instant otherwise) {
    return FORMATS.read(new RawRecord(value, otherwise, Map.of())) instanceof Reading.Read read
        ? read.interactions().stream().map(Interaction::time).max(Instant::compareTo)
        : Optional.empty();
  }

  /** Hands over one record of another topic, such as an explainer's answer. */
  @SuppressWarnings("unchecked")
  public <K, V> void send(Topic<K, V> topic, K key, V value) {
    ((TestInputTopic<K, V>) inputs.computeIfAbsent(topic.name(), name -> input(topic)))
        .pipeInput(key, value, now);
  }

  /** Returns what has been written to {@code topic} since the last call, in order. */
  @SuppressWarnings("unchecked")
  public <K, V> List<V> take(Topic<K, V> topic) {
    if (!driver.producedTopicNames().contains(topic.name())) {
      return List.of();
    }
    return ((TestOutputTopic<K, V>) outputs.computeIfAbsent(topic.name(), name -> output(topic)))
        .readValuesToList();
  }

  /** Returns how many interactions came again with the same content, and were dropped. */
  public long duplicates() {
    String[] dropped = {Again.DUPLICATE.name().toLowerCase(Locale.ROOT)};
    return metrics
        .getSampleValue(MetricNames.DUPLICATES, new String[] {"outcome"}, dropped)
        .longValue();
  }

  /** Drops what was written and not taken, changelogs above all, so that memory stays bounded. */
  public void forgetTheRest() {
    for (String name : driver.producedTopicNames()) {
      unread
          .computeIfAbsent(
              name,
              n ->
                  driver.createOutputTopic(
                      n, new ByteArrayDeserializer(), new ByteArrayDeserializer()))
          .readRecordsToList();
    }
  }

  /** Lets time pass until every window of drift is judged. */
  public void finish() {
    pass(TICK);
    pass(TICK);
    pass(settings.drift().window().plus(settings.drift().grace()));
    pass(TICK);
  }

  /** Moves the clock to {@code time}, if that is later; counts are handed on before a long rest. */
  private void passUntil(Instant time) {
    for (int i = 0; i < 2 && now.plus(TICK).isBefore(time); i++) {
      pass(TICK);
    }
    Duration rest = Duration.ofMillis(Duration.between(now, time).toMillis());
    if (rest.compareTo(Duration.ZERO) > 0) {
      pass(rest);
    }
  }

  private void pass(Duration time) {
    now = now.plus(time);
    driver.advanceWallClockTime(time);
  }

  private <K, V> TestInputTopic<K, V> input(Topic<K, V> topic) {
    return driver.createInputTopic(
        topic.name(), topic.keys().serializer(), topic.values().serializer());
  }

  private <K, V> TestOutputTopic<K, V> output(Topic<K, V> topic) {
    return driver.createOutputTopic(
        topic.name(), topic.keys().deserializer(), topic.values().deserializer());
  }

  @Override
  public void close() {
    driver.close();
  }
}
