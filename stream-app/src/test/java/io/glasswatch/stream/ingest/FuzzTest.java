package io.glasswatch.stream.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import io.glasswatch.contract.Rejected;
import io.glasswatch.contract.Topics;
import io.glasswatch.stream.MonitoringTopology;
import io.glasswatch.stream.StageEvents;
import io.glasswatch.stream.StreamSettings;
import io.glasswatch.stream.detect.learned.Learned;
import io.glasswatch.stream.detect.rule.RuleSet;
import io.glasswatch.stream.fault.KeepStreaming;
import io.glasswatch.stream.mask.TextGuard;
import io.glasswatch.stream.metrics.StreamMetrics;
import io.glasswatch.stream.serve.DriftBoard;
import io.glasswatch.stream.state.StateEngine;
import io.prometheus.client.Collector;
import io.prometheus.client.CollectorRegistry;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Random;
import java.util.stream.IntStream;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TestOutputTopic;
import org.apache.kafka.streams.TopologyTestDriver;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Damaged records of every shape through the whole topology; nothing may be thrown or lost. */
class FuzzTest {

  private static final int DRAIN_EVERY = 1_000;

  @TempDir private Path state;

  @Test
  void everyDamagedRecordIsAcceptedOrRejected() {
    Fuzzed fuzzed = new Fuzzed(0);
    try (TopologyTestDriver driver = fuzzed.driver(state)) {
      fuzzed.send(50_000, driver);
    }
  }

  /** Ten logs side by side, their state in memory, so that a core takes minutes and not an hour. */
  @Tag("full")
  @Test
  void everyOneOfAMillionDamagedRecordsIsAcceptedOrRejected() {
    IntStream.rangeClosed(1, 10)
        .parallel()
        .forEach(
            log -> {
              Fuzzed fuzzed = new Fuzzed(log);
              Path own = state.resolve("log-" + log);
              try (TopologyTestDriver driver = StateEngine.inMemory(() -> fuzzed.driver(own))) {
                fuzzed.send(100_000, driver);
              }
            });
  }

  /** One log's records, and what was counted of them. */
  private static final class Fuzzed {

    private final CollectorRegistry registry = new CollectorRegistry();
    private final StageEvents events =
        new StageEvents(new StreamMetrics(registry), new DriftBoard());
    private final RandomInteractions interactions;
    private final Random random;

    Fuzzed(int seed) {
      interactions = new RandomInteractions(2 + seed);
      random = new Random(3 + seed);
    }

    void send(int count, TopologyTestDriver driver) {
      List<Writers.Writer> shapes = List.copyOf(Writers.ALL.values());
      long rejected = 0;
      TestInputTopic<byte[], byte[]> log =
          driver.createInputTopic(
              Topics.INTERACTIONS.name(), new ByteArraySerializer(), new ByteArraySerializer());
      for (int i = 0; i < count; i++) {
        Writers.Writer shape = shapes.get(i % shapes.size());
        byte[] record = shape.write().apply(interactions.plain());
        log.pipeInput(null, Mutations.of(record, random), Instant.now());
        rejected += i % DRAIN_EVERY == 0 ? drained(driver) : 0;
      }
      rejected += drained(driver);
      assertThat(rejected).isEqualTo(counted("rejected"));
      assertThat(counted("accepted") + counted("passed_over") + counted("rejected"))
          .isEqualTo(count);
      assertThat(counted("accepted")).isGreaterThan(count / 50);
      assertThat(counted("rejected")).isGreaterThan(count / 50);
      assertThat(failed()).isZero();
    }

    /** Reads what has been rejected, and empties the other topics so that memory stays bounded. */
    private static long drained(TopologyTestDriver driver) {
      TestOutputTopic<byte[], Rejected> out =
          driver.createOutputTopic(
              Topics.REJECTED.name(),
              Topics.REJECTED.keys().deserializer(),
              Topics.REJECTED.values().deserializer());
      long rejected = out.readValuesToList().size();
      List.copyOf(driver.producedTopicNames()).forEach(topic -> discard(driver, topic));
      return rejected;
    }

    private static void discard(TopologyTestDriver driver, String topic) {
      ByteArrayDeserializer bytes = new ByteArrayDeserializer();
      driver.createOutputTopic(topic, bytes, bytes).readRecordsToList();
    }

    private long counted(String outcome) {
      return value("llm_records_total", "outcome", outcome);
    }

    private long failed() {
      return value("llm_rejected_total", "reason", Rejected.Reason.FAILED.id());
    }

    private long value(String name, String label, String of) {
      return Collections.list(registry.metricFamilySamples()).stream()
          .flatMap(family -> family.samples.stream())
          .filter(sample -> sample.name.equals(name))
          .filter(sample -> sample.labelNames.equals(List.of(label)))
          .filter(sample -> sample.labelValues.equals(List.of(of)))
          .mapToLong((Collector.MetricFamilySamples.Sample sample) -> (long) sample.value)
          .sum();
    }

    TopologyTestDriver driver(Path state) {
      StreamSettings settings =
          StreamSettings.from(Map.of("KAFKA_BOOTSTRAP_SERVERS", "none:1", "DRIFT_WINDOW", "PT1H"));
      Properties properties = new Properties();
      properties.put(StreamsConfig.STATE_DIR_CONFIG, state.toString());
      properties.putAll(
          KeepStreaming.properties(
              events::rejected, new TextGuard(settings.mask(), RuleSet::standard, events)));
      return new TopologyTestDriver(
          new MonitoringTopology(
                  settings,
                  events,
                  () -> 0,
                  RuleSet::standard,
                  Learned.shipped(),
                  InstantSource.system())
              .build(),
          properties);
    }
  }
}
