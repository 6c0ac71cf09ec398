package io.glasswatch.benchmarks.pipeline;

import io.glasswatch.cli.demo.Opened;
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
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * A broker in a process of its own, so that its processor time is not ours, and a directory for
 * whatever works on it; both are gone once it is closed.
 */
public final class Broker implements AutoCloseable {

  /** How long anything may take to start. */
  public static final Duration PATIENCE = Duration.ofSeconds(90);

  private final Opened open = new Opened("the bench's broker");
  private final Path dir;
  private final String bootstrapServers;
  private final KafkaProducer<byte[], byte[]> producer;

  public Broker() throws IOException {
    dir = Files.createTempDirectory("glasswatch-bench");
    open.push(() -> delete(dir));
    try {
      EmbeddedKafka kafka = EmbeddedKafka.start(dir.resolve("kafka"));
      open.push(kafka);
      bootstrapServers = kafka.bootstrapServers();
      producer =
          new KafkaProducer<>(
              Map.of("bootstrap.servers", bootstrapServers, "linger.ms", 20),
              new ByteArraySerializer(),
              new ByteArraySerializer());
      open.push(producer);
    } catch (RuntimeException e) {
      close();
      throw e;
    }
  }

  public String bootstrapServers() {
    return bootstrapServers;
  }

  /** Returns where what is called {@code name} may keep its files. */
  public Path directory(String name) {
    return dir.resolve(name);
  }

  public Admin admin() {
    return Admin.create(Map.of("bootstrap.servers", bootstrapServers));
  }

  public void createTopic(String name, int partitions) throws InterruptedException {
    try (Admin admin = admin()) {
      admin.createTopics(List.of(new NewTopic(name, partitions, (short) 1))).all().get();
    } catch (ExecutionException e) {
      throw new IllegalStateException("cannot create a topic", e);
    }
  }

  /** Puts {@code count} records of {@code next} into {@code topic}, without keys. */
  public void fill(String topic, Supplier<byte[]> next, int count) {
    AtomicReference<Exception> failed = new AtomicReference<>();
    for (int i = 0; i < count; i++) {
      var unused =
          producer.send(
              new ProducerRecord<>(topic, next.get()),
              (metadata, failure) -> {
                if (failure != null) {
                  failed.set(failure);
                }
              });
    }
    producer.flush();
    if (failed.get() != null) {
      throw new IllegalStateException("the log does not take records", failed.get());
    }
  }

  /** Returns the bytes on disk of the topics that {@code wanted} accepts. */
  public long bytes(Predicate<String> wanted) throws InterruptedException {
    try (Admin admin = admin()) {
      List<Integer> brokers =
          admin.describeCluster().nodes().get().stream().map(node -> node.id()).toList();
      return admin.describeLogDirs(brokers).allDescriptions().get().values().stream()
          .flatMap(dirs -> dirs.values().stream())
          .flatMap(dir -> dir.replicaInfos().entrySet().stream())
          .filter(replica -> wanted.test(replica.getKey().topic()))
          .mapToLong(replica -> replica.getValue().size())
          .sum();
    } catch (ExecutionException e) {
      throw new IllegalStateException("the broker does not tell the size of its logs", e);
    }
  }

  /**
   * Returns the settings of a stream app on this broker.
   *
   * @param name where it keeps its state
   * @param env what differs from the defaults
   */
  public StreamSettings settings(String name, Map<String, String> env) {
    Map<String, String> all = new HashMap<>(env);
    all.put("KAFKA_BOOTSTRAP_SERVERS", bootstrapServers);
    all.put("STATE_DIR", directory(name).toString());
    all.put("HTTP_PORT", "0");
    return StreamSettings.from(all);
  }

  /** Starts a stream app, and returns once it has its partitions and its state. */
  public static StreamApp start(StreamSettings settings, Map<String, Object> streams)
      throws InterruptedException {
    StreamApp app = StreamApp.start(settings, streams);
    if (!app.awaitRunning(PATIENCE)) {
      app.close();
      throw new IllegalStateException("the stream app did not start within " + PATIENCE);
    }
    return app;
  }

  /** Deletes {@code root} and what is in it. */
  public static void delete(Path root) throws IOException {
    try (Stream<Path> files = Files.walk(root)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    }
  }

  @Override
  public void close() {
    open.close();
  }
}
