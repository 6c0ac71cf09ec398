package io.glasswatch.cli.replay;

import io.glasswatch.contract.Topics;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code glasswatch replay}: a user's own log, the second thing they try. */
@Command(
    name = "replay",
    description = "Sends a JSON Lines log to a topic, one record a line, bytes as they are.",
    mixinStandardHelpOptions = true)
public final class ReplayCommand implements Callable<Integer> {

  private static final int PATIENCE_SECONDS = 15;
  private static final int LARGEST_LINE = 64 * 1024 * 1024;

  @Parameters(paramLabel = "FILE", description = "The log, or - for standard input.")
  private String file;

  @Option(
      names = "--bootstrap-servers",
      required = true,
      paramLabel = "HOST:PORT",
      description = "Where Kafka is.")
  private String bootstrapServers;

  @Option(
      names = "--topic",
      paramLabel = "NAME",
      description =
          "Where to send it; by default the topic that the stream app reads, ${DEFAULT-VALUE}.")
  private String topic = Topics.INTERACTIONS.name();

  @Option(
      names = "--rate",
      paramLabel = "N",
      description = "Records a second; by default as fast as Kafka takes them.")
  private double rate;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws Exception {
    Replay replay = new Replay(topic, rate);
    try (InputStream log = open()) {
      requireTopic();
      try (KafkaProducer<byte[], byte[]> producer =
          new KafkaProducer<>(
              producerSettings(), new ByteArraySerializer(), new ByteArraySerializer())) {
        return report(replay.run(log, producer));
      }
    }
  }

  private int report(Replay.Outcome outcome) {
    double seconds = outcome.took().toMillis() / 1e3;
    spec.commandLine()
        .getOut()
        .printf(
            "sent %d records to %s in %.1f s (%.0f a second), %d failed%n",
            outcome.sent(),
            topic,
            seconds,
            outcome.sent() / Math.max(seconds, 1e-3),
            outcome.failed());
    outcome
        .firstFailure()
        .ifPresent(why -> spec.commandLine().getErr().printf("first failure: %s%n", why));
    return outcome.failed() == 0 ? 0 : 1;
  }

  private InputStream open() throws IOException {
    if (file.equals("-")) {
      return System.in;
    }
    try {
      return Files.newInputStream(Path.of(file));
    } catch (NoSuchFileException e) {
      throw new IOException("there is no file " + file, e);
    }
  }

  /** Fails with what to do next, instead of the producer's minute of silence. */
  private void requireTopic() throws IOException, InterruptedException {
    try (Admin admin =
        Admin.create(
            Map.<String, Object>of(
                AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG,
                bootstrapServers,
                AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG,
                PATIENCE_SECONDS * 1000,
                AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG,
                PATIENCE_SECONDS * 1000))) {
      admin.describeTopics(List.of(topic)).allTopicNames().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (TimeoutException e) {
      throw noKafka(e);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof UnknownTopicOrPartitionException) {
        throw new IOException(
            "there is no topic %s at %s: start the stream app, which creates it, or name another with --topic"
                .formatted(topic, bootstrapServers),
            e);
      }
      throw noKafka(e);
    }
  }

  private IOException noKafka(Exception cause) {
    return new IOException(
        "no Kafka answered at %s within %d s".formatted(bootstrapServers, PATIENCE_SECONDS), cause);
  }

  private Map<String, Object> producerSettings() {
    return Map.of(
        ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
        bootstrapServers,
        ProducerConfig.LINGER_MS_CONFIG,
        20,
        ProducerConfig.COMPRESSION_TYPE_CONFIG,
        "lz4",
        ProducerConfig.MAX_BLOCK_MS_CONFIG,
        PATIENCE_SECONDS * 1000,
        ProducerConfig.MAX_REQUEST_SIZE_CONFIG,
        LARGEST_LINE);
  }
}
