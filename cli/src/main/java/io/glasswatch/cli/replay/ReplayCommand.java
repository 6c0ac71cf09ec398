package io.glasswatch.cli.replay;

import io.glasswatch.cli.KafkaOption;
import io.glasswatch.contract.Topics;
import io.glasswatch.contract.config.KafkaConnection;
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
import picocli.CommandLine.Mixin;
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

  private static final Map<String, Object> PATIENT =
      Map.of(
          AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG,
          PATIENCE_SECONDS * 1000,
          AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG,
          PATIENCE_SECONDS * 1000);

  private static final Map<String, Object> PRODUCER =
      Map.of(
          ProducerConfig.LINGER_MS_CONFIG,
          20,
          ProducerConfig.COMPRESSION_TYPE_CONFIG,
          "lz4",
          ProducerConfig.MAX_BLOCK_MS_CONFIG,
          PATIENCE_SECONDS * 1000,
          ProducerConfig.MAX_REQUEST_SIZE_CONFIG,
          LARGEST_LINE);

  @Parameters(paramLabel = "FILE", description = "The log, or - for standard input.")
  private String file;

  @Mixin private KafkaOption kafkaOption;

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
    KafkaConnection kafka = kafkaOption.connection();
    Replay replay = new Replay(topic, rate);
    try (InputStream log = open()) {
      requireTopic(kafka);
      try (KafkaProducer<byte[], byte[]> producer =
          new KafkaProducer<>(
              kafka.with(PRODUCER), new ByteArraySerializer(), new ByteArraySerializer())) {
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
  private void requireTopic(KafkaConnection kafka) throws IOException, InterruptedException {
    try (Admin admin = Admin.create(kafka.with(PATIENT))) {
      admin.describeTopics(List.of(topic)).allTopicNames().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (TimeoutException e) {
      throw noKafka(kafka, e);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof UnknownTopicOrPartitionException) {
        throw new IOException(
            "there is no topic %s at %s: start the stream app, which creates it, or name another with --topic"
                .formatted(topic, kafka.bootstrapServers()),
            e);
      }
      throw noKafka(kafka, e);
    }
  }

  private IOException noKafka(KafkaConnection kafka, Exception cause) {
    return new IOException(
        "no Kafka answered at %s within %d s".formatted(kafka.bootstrapServers(), PATIENCE_SECONDS),
        cause);
  }
}
