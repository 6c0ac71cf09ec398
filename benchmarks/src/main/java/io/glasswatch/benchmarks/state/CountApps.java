package io.glasswatch.benchmarks.state;

import io.glasswatch.benchmarks.pipeline.Broker;
import io.glasswatch.contract.Assessment;
import io.glasswatch.contract.Topics;
import io.glasswatch.stream.drift.DriftCountProcessor;
import io.glasswatch.stream.drift.DriftDelta;
import io.glasswatch.stream.drift.DriftListener;
import io.glasswatch.stream.drift.DriftMergeProcessor;
import io.glasswatch.stream.drift.DriftSettings;
import io.glasswatch.stream.drift.count.WindowCounts;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.kstream.Consumed;
import org.apache.kafka.streams.kstream.Grouped;
import org.apache.kafka.streams.kstream.KStream;
import org.apache.kafka.streams.kstream.Materialized;
import org.apache.kafka.streams.kstream.Named;
import org.apache.kafka.streams.kstream.Repartitioned;
import org.apache.kafka.streams.kstream.TimeWindows;
import org.apache.kafka.streams.state.WindowStore;

/** Two ways to count every signal by scope and minute, from the same assessments. */
final class CountApps {

  /** How often they commit, as the stream app does. */
  static final Duration COMMITS = Duration.ofMillis(200);

  private static final DriftSettings DRIFT = DriftSettings.DEFAULT;
  private static final Serde<WindowCounts> COUNTS =
      Serdes.serdeFrom(
          (topic, counts) -> counts == null ? null : counts.toBytes(),
          (topic, bytes) -> bytes == null ? null : WindowCounts.of(bytes));

  private CountApps() {}

  /** As the stream app does it: counted in memory, one blob a scope, merged once a second. */
  static Topology packed(String input, int partitions, DriftSettings drift) {
    StreamsBuilder builder = new StreamsBuilder();
    assessments(builder, input)
        .process(DriftCountProcessor.supplier(drift, DriftListener.NONE), Named.as("count"))
        .repartition(
            Repartitioned.with(Serdes.String(), DriftDelta.SERDE)
                .withStreamPartitioner(DriftMergeProcessor.byDimension())
                .withName("deltas")
                .withNumberOfPartitions(partitions))
        .process(DriftMergeProcessor.supplier(drift, DriftListener.NONE), Named.as("merge"));
    return builder.build();
  }

  /** As Kafka Streams offers it: a windowed aggregate in RocksDB by scope and signal. */
  static Topology stock(String input) {
    StreamsBuilder builder = new StreamsBuilder();
    assessments(builder, input)
        .flatMap((key, assessment) -> signals(assessment), Named.as("by-scope-and-signal"))
        .groupByKey(Grouped.with("signals", Serdes.String(), Serdes.Double()))
        .windowedBy(TimeWindows.ofSizeAndGrace(DRIFT.window(), DRIFT.grace()))
        .aggregate(
            WindowCounts::new,
            (key, x, counts) -> {
              counts.add(Map.of(key, x));
              return counts;
            },
            Named.as("aggregate"),
            Materialized.<String, WindowCounts, WindowStore<Bytes, byte[]>>as("stock-counts")
                .withKeySerde(Serdes.String())
                .withValueSerde(COUNTS));
    return builder.build();
  }

  /** Returns an application with that name, not yet started. */
  static KafkaStreams open(Broker broker, String name, Topology topology) {
    return open(broker, name, topology, Map.of());
  }

  /** As {@link #open(Broker, String, Topology)}, with {@code more} properties. */
  static KafkaStreams open(
      Broker broker, String name, Topology topology, Map<String, Object> more) {
    Properties p = new Properties();
    p.putAll(more);
    p.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, broker.bootstrapServers());
    p.put(StreamsConfig.APPLICATION_ID_CONFIG, name);
    p.put(StreamsConfig.STATE_DIR_CONFIG, broker.directory("state").toString());
    p.put(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, StreamsConfig.EXACTLY_ONCE_V2);
    p.put(StreamsConfig.COMMIT_INTERVAL_MS_CONFIG, COMMITS.toMillis());
    p.put(StreamsConfig.producerPrefix(ProducerConfig.COMPRESSION_TYPE_CONFIG), "lz4");
    p.put(StreamsConfig.consumerPrefix(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG), "earliest");
    return new KafkaStreams(topology, p);
  }

  /** Returns {@code assessment} as a record of the log, stamped with the present time. */
  static byte[] record(Assessment assessment, Map<String, String> segments) {
    Assessment now =
        new Assessment(
            assessment.interaction(),
            assessment.conversation(),
            assessment.model(),
            segments,
            Instant.now(),
            assessment.signals(),
            assessment.findings(),
            assessment.sample(),
            assessment.rules());
    return Topics.ASSESSMENTS.values().serializer().serialize(Topics.ASSESSMENTS.name(), now);
  }

  private static KStream<String, Assessment> assessments(StreamsBuilder builder, String input) {
    return builder.stream(
        input, Consumed.with(Serdes.String(), Topics.ASSESSMENTS.values()).withName("read"));
  }

  /** Returns each signal of each scope that {@code assessment} counts in. */
  private static List<KeyValue<String, Double>> signals(Assessment assessment) {
    List<String> scopes = new ArrayList<>(List.of(assessment.model().label()));
    for (String dimension : DRIFT.dimensions()) {
      String value = assessment.segments().get(dimension);
      if (value != null) {
        scopes.add(assessment.model().label() + "|" + dimension + "=" + value);
      }
    }
    List<KeyValue<String, Double>> signals = new ArrayList<>();
    for (String scope : scopes) {
      assessment.signals().forEach((id, x) -> signals.add(KeyValue.pair(scope + "|" + id, x)));
    }
    return signals;
  }
}
