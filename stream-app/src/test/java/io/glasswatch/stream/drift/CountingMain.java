package io.glasswatch.stream.drift;

import io.glasswatch.contract.Topics;
import java.util.Properties;
import java.util.concurrent.CountDownLatch;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.kstream.Consumed;
import org.apache.kafka.streams.kstream.Produced;

/** Counts assessments on a real broker in a process of its own, to be killed. */
final class CountingMain {

  static final String DELTAS = "deltas";

  private CountingMain() {}

  /**
   * Runs until it is killed.
   *
   * @param args the bootstrap servers and the state directory
   */
  public static void main(String[] args) throws InterruptedException {
    Properties config = new Properties();
    config.put(StreamsConfig.APPLICATION_ID_CONFIG, "counting");
    config.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, args[0]);
    config.put(StreamsConfig.STATE_DIR_CONFIG, args[1]);
    config.put(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, StreamsConfig.EXACTLY_ONCE_V2);
    config.put(StreamsConfig.COMMIT_INTERVAL_MS_CONFIG, 100);
    config.put(StreamsConfig.producerPrefix("transaction.timeout.ms"), 10_000);
    config.put(StreamsConfig.consumerPrefix("session.timeout.ms"), 6_000);
    config.put(StreamsConfig.consumerPrefix("heartbeat.interval.ms"), 1_000);
    config.put(StreamsConfig.consumerPrefix("group.instance.id"), "one");
    config.put(StreamsConfig.consumerPrefix("max.poll.records"), 50);
    config.put(StreamsConfig.consumerPrefix("auto.offset.reset"), "earliest");
    StreamsBuilder builder = new StreamsBuilder();
    builder.stream(
            Topics.ASSESSMENTS.name(),
            Consumed.with(Topics.ASSESSMENTS.keys(), Topics.ASSESSMENTS.values()))
        .process(DriftCountProcessor.supplier(DriftSettings.DEFAULT, DriftListener.NONE))
        .to(DELTAS, Produced.with(Serdes.String(), DriftDelta.SERDE));
    KafkaStreams streams = new KafkaStreams(builder.build(), config);
    streams.start();
    new CountDownLatch(1).await();
  }
}
