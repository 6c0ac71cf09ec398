package io.glasswatch.benchmarks.pipeline;

import io.glasswatch.benchmarks.harness.Cost;
import io.glasswatch.cli.demo.Opened;
import io.glasswatch.contract.Topics;
import io.glasswatch.stream.StreamApp;
import io.glasswatch.stream.StreamSettings;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.streams.KafkaStreams;

/** A broker, and in this process the stream app as it ships, paused. */
final class Station implements AutoCloseable {

  private final Opened open = new Opened("the bench");
  private final Broker broker;
  private final StreamSettings settings;
  private final StreamApp app;
  private final Drain pipeline;

  /**
   * Starts both.
   *
   * @param env what differs from the stream app's defaults
   * @param streams what differs from its properties of Kafka Streams
   */
  Station(Map<String, String> env, Map<String, Object> streams)
      throws IOException, InterruptedException {
    broker = new Broker();
    open.push(broker);
    try {
      settings = broker.settings("state", env);
      app = Broker.start(settings, streams);
      open.push(app);
      pipeline = Drain.of(List.of(app.streams()), Drain.quiet(settings.commitInterval()));
    } catch (RuntimeException | InterruptedException e) {
      close();
      throw e;
    }
  }

  /** Returns a pass-through on the same broker and log, paused. */
  Drain passThrough(String name) throws InterruptedException, TimeoutException {
    broker.createTopic(name, settings.partitions());
    KafkaStreams streams =
        PassThrough.of(
            name, broker.bootstrapServers(), broker.directory("state"), settings.commitInterval());
    open.push(streams);
    return Drain.start(streams, Duration.ZERO);
  }

  /** Returns the stream app. */
  StreamApp app() {
    return app;
  }

  /** Puts {@code records} of {@code workload} into the log. */
  void fill(Workload workload, int records) {
    broker.fill(Topics.INTERACTIONS.name(), workload::next, records);
  }

  /** Lets the stream app work off {@code records} of the log, in all its stages. */
  Cost drain(int records) throws InterruptedException, TimeoutException {
    return pipeline.run(records);
  }

  @Override
  public void close() {
    open.close();
  }
}
