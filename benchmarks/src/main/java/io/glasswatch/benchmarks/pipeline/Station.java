package io.glasswatch.benchmarks.pipeline;

import io.glasswatch.benchmarks.harness.Cost;
import io.glasswatch.cli.demo.Opened;
import io.glasswatch.contract.Topics;
import io.glasswatch.embedded.EmbeddedKafka;
import io.glasswatch.stream.StreamApp;
import io.glasswatch.stream.StreamSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.streams.KafkaStreams;

/**
 * A broker in a process of its own, so that its processor time is not ours, and in this process the
 * stream app as it ships, paused.
 */
final class Station implements AutoCloseable {

  private static final Duration PATIENCE = Duration.ofSeconds(90);

  private final Opened open = new Opened("the bench");
  private final Path dir;
  private final Duration commits;
  private final String bootstrapServers;
  private final int partitions;
  private final StreamApp app;
  private final Drain pipeline;
  private final KafkaProducer<byte[], byte[]> producer;

  /**
   * Starts both.
   *
   * @param env what differs from the stream app's defaults
   * @param streams what differs from its properties of Kafka Streams
   */
  Station(Map<String, String> env, Map<String, Object> streams)
      throws IOException, InterruptedException {
    dir = Files.createTempDirectory("glasswatch-bench");
    open.push(this::deleteAll);
    try {
      EmbeddedKafka kafka = EmbeddedKafka.start(dir.resolve("kafka"));
      open.push(kafka);
      bootstrapServers = kafka.bootstrapServers();
      Map<String, String> all = new HashMap<>(env);
      all.put("KAFKA_BOOTSTRAP_SERVERS", bootstrapServers);
      all.put("STATE_DIR", dir.resolve("state").toString());
      all.put("HTTP_PORT", "0");
      StreamSettings settings = StreamSettings.from(all);
      commits = settings.commitInterval();
      partitions = settings.partitions();
      app = StreamApp.start(settings, streams);
      open.push(app);
      if (!app.awaitRunning(PATIENCE)) {
        throw new IllegalStateException("the stream app did not start within " + PATIENCE);
      }
      pipeline = Drain.of(app.streams(), quiet());
      producer =
          new KafkaProducer<>(
              Map.of("bootstrap.servers", bootstrapServers, "linger.ms", 20),
              Topics.INTERACTIONS.keys().serializer(),
              Topics.INTERACTIONS.values().serializer());
      open.push(producer);
    } catch (RuntimeException | InterruptedException e) {
      close();
      throw e;
    }
  }

  /** Longer than a commit takes: a later stage sees nothing of an earlier one's before that. */
  private Duration quiet() {
    return commits.multipliedBy(2).plusMillis(300);
  }

  /** Returns a pass-through on the same broker and log, paused. */
  Drain passThrough(String name) throws InterruptedException {
    createTopic(name);
    KafkaStreams streams = PassThrough.of(name, bootstrapServers, dir.resolve("state"), commits);
    open.push(streams);
    streams.start();
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (streams.state() != KafkaStreams.State.RUNNING) {
      if (System.nanoTime() > deadline) {
        throw new IllegalStateException("the pass-through did not start within " + PATIENCE);
      }
      TimeUnit.MILLISECONDS.sleep(20);
    }
    return Drain.of(streams, Duration.ZERO);
  }

  private void createTopic(String name) throws InterruptedException {
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers))) {
      admin.createTopics(List.of(new NewTopic(name, partitions, (short) 1))).all().get();
    } catch (ExecutionException e) {
      throw new IllegalStateException("cannot create a topic", e);
    }
  }

  /** Returns the stream app. */
  StreamApp app() {
    return app;
  }

  /** Puts {@code records} of {@code workload} into the log. */
  void fill(Workload workload, int records) {
    AtomicReference<Exception> failed = new AtomicReference<>();
    for (int i = 0; i < records; i++) {
      send(workload.next(), failed);
    }
    producer.flush();
    if (failed.get() != null) {
      throw new IllegalStateException("the log does not take records", failed.get());
    }
  }

  private void send(byte[] record, AtomicReference<Exception> failed) {
    var unused =
        producer.send(
            new ProducerRecord<>(Topics.INTERACTIONS.name(), record),
            (metadata, failure) -> {
              if (failure != null) {
                failed.set(failure);
              }
            });
  }

  /** Lets the stream app work off {@code records} of the log, in all its stages. */
  Cost drain(int records) throws InterruptedException, TimeoutException {
    return pipeline.run(records);
  }

  @Override
  public void close() {
    open.close();
  }

  private void deleteAll() throws IOException {
    try (Stream<Path> files = Files.walk(dir)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    }
  }
}
