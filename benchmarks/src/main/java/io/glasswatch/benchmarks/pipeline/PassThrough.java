package io.glasswatch.benchmarks.pipeline;

import io.glasswatch.contract.Topics;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Properties;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.kstream.Consumed;
import org.apache.kafka.streams.kstream.Produced;

/** The least that an application of Kafka Streams can do: each record of the log, on. */
final class PassThrough {

  private PassThrough() {}

  /** Returns it, with the stream app's guarantee, compression and threads; not yet started. */
  static KafkaStreams of(String name, String bootstrapServers, Path state, Duration commits) {
    StreamsBuilder builder = new StreamsBuilder();
    builder.stream(
            Topics.INTERACTIONS.name(),
            Consumed.with(Serdes.ByteArray(), Serdes.ByteArray()).withName("read"))
        .to(name, Produced.with(Serdes.ByteArray(), Serdes.ByteArray()).withName("write"));
    Properties p = new Properties();
    p.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers);
    p.put(StreamsConfig.APPLICATION_ID_CONFIG, name);
    p.put(StreamsConfig.STATE_DIR_CONFIG, state.toString());
    p.put(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, StreamsConfig.EXACTLY_ONCE_V2);
    p.put(StreamsConfig.COMMIT_INTERVAL_MS_CONFIG, commits.toMillis());
    p.put(StreamsConfig.producerPrefix(ProducerConfig.COMPRESSION_TYPE_CONFIG), "lz4");
    p.put(StreamsConfig.consumerPrefix(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG), "earliest");
    return new KafkaStreams(builder.build(), p);
  }
}
