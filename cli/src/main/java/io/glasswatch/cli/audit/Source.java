package io.glasswatch.cli.audit;

import io.glasswatch.cli.KafkaOption;
import io.glasswatch.contract.Operation;
import io.glasswatch.contract.Topics;
import io.glasswatch.stream.audit.LogTopic;
import io.glasswatch.stream.audit.log.LogDirectory;
import io.glasswatch.stream.audit.note.NoteKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Option;

/**
 * Where the log is, where its checkpoints are, and which key signs it: options of every command.
 */
final class Source {

  @ArgGroup(multiplicity = "1")
  private Place place;

  /** Either a copy or a live one. */
  static final class Place {

    @Option(
        names = "--dir",
        paramLabel = "DIR",
        description = "A copy, as \"audit export\" writes it.")
    private Optional<Path> directory = Optional.empty();

    @Option(
        names = "--bootstrap-servers",
        paramLabel = "HOST:PORT",
        description =
            "Where Kafka is; KAFKA_CLIENT_PROPERTIES names a file with TLS and SASL settings.")
    private Optional<String> bootstrapServers = Optional.empty();
  }

  @Option(
      names = "--checkpoints",
      paramLabel = "DIR",
      description =
          "The second place of the signed checkpoints: the stream app's AUDIT_DIR. They are used"
              + " besides those that lie with the log.")
  private Optional<Path> checkpoints = Optional.empty();

  @Option(
      names = "--key",
      paramLabel = "FILE",
      description =
          "Public keys, one a line, as they were handed over; by default those that lie with the"
              + " checkpoints, which is only as good as that place.")
  private Optional<Path> key = Optional.empty();

  /** Opens the log. */
  OpenLog open() throws IOException {
    if (place.directory.isPresent()) {
      LogDirectory directory = new LogDirectory(place.directory.get());
      return new OpenLog(directory, Optional.empty(), second(), keys(Optional.of(directory)));
    }
    LogTopic topic = LogTopic.open(KafkaOption.connection(place.bootstrapServers));
    return new OpenLog(topic, Optional.of(topic), second(), keys(Optional.empty()));
  }

  /** Tells a live log's audit that somebody did something; a copy is not told. */
  void tell(String action, String target, Map<String, String> details)
      throws ExecutionException, InterruptedException {
    if (place.bootstrapServers.isEmpty()) {
      return;
    }
    Operation operation =
        new Operation(action, System.getProperty("user.name"), target, Instant.now(), details);
    try (KafkaProducer<String, Operation> producer =
        new KafkaProducer<>(
            KafkaOption.connection(place.bootstrapServers).with(Map.of()),
            Topics.OPERATIONS.keys().serializer(),
            Topics.OPERATIONS.values().serializer())) {
      producer.send(new ProducerRecord<>(Topics.OPERATIONS.name(), target, operation)).get();
    }
  }

  private Optional<LogDirectory> second() {
    return checkpoints.map(LogDirectory::new);
  }

  private List<NoteKey> keys(Optional<LogDirectory> copy) throws IOException {
    if (key.isPresent()) {
      return LogDirectory.keys(Files.readString(key.get()));
    }
    List<NoteKey> found = new ArrayList<>();
    second().ifPresent(directory -> found.addAll(directory.keys()));
    copy.ifPresent(directory -> found.addAll(directory.keys()));
    if (found.isEmpty()) {
      throw new IOException(
          "no public key: name the stream app's AUDIT_DIR with --checkpoints, or a file with"
              + " --key");
    }
    return found;
  }
}
