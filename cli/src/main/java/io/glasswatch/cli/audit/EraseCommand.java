package io.glasswatch.cli.audit;

import io.glasswatch.cli.KafkaOption;
import io.glasswatch.cli.OperationsFromNow;
import io.glasswatch.contract.Erasure;
import io.glasswatch.contract.Operation;
import io.glasswatch.contract.Topics;
import io.glasswatch.contract.config.KafkaConnection;
import io.glasswatch.stream.join.EraseProcessor;
import java.io.IOException;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code glasswatch audit erase}: the texts of one person go, the log stays whole. */
@Command(
    name = "erase",
    description = {
      "Erases the texts of one user, conversation or interaction from all cases.",
      "The audit log holds no text and stays as it is; it gains an entry that says what was done."
          + " Topics that hold texts lose them by their retention."
    },
    mixinStandardHelpOptions = true)
public final class EraseCommand implements Callable<Integer> {

  private static final int PATIENCE_MILLIS = 15_000;

  @Parameters(
      paramLabel = "SUBJECT",
      description = "The user, conversation or interaction, as the serving fleet logged it.")
  private String subject;

  @Option(
      names = "--timeout",
      paramLabel = "SECONDS",
      defaultValue = "60",
      description = "How long to wait for the stream app to confirm; ${DEFAULT-VALUE} by default.")
  private int timeoutSeconds;

  @Mixin private KafkaOption kafkaOption;
  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws Exception {
    if (subject.isBlank()) {
      throw new IllegalArgumentException("say whose texts are to be erased");
    }
    KafkaConnection kafka = kafkaOption.connection();
    Erasure erasure = Erasure.of(subject, System.getProperty("user.name"), Instant.now());
    try (OperationsFromNow operations = OperationsFromNow.open(kafka)) {
      int partitions = ask(kafka, erasure);
      return confirm(operations, erasure, partitions);
    }
  }

  /** Tells every partition; returns how many there are. */
  private static int ask(KafkaConnection kafka, Erasure erasure)
      throws ExecutionException, InterruptedException {
    try (KafkaProducer<String, Erasure> producer =
        new KafkaProducer<>(
            kafka.with(Map.of(ProducerConfig.MAX_BLOCK_MS_CONFIG, PATIENCE_MILLIS)),
            Topics.ERASURES.keys().serializer(),
            Topics.ERASURES.values().serializer())) {
      String topic = Topics.ERASURES.name();
      int partitions = producer.partitionsFor(topic).size();
      for (int partition = 0; partition < partitions; partition++) {
        producer.send(new ProducerRecord<>(topic, partition, erasure.subject(), erasure)).get();
      }
      return partitions;
    }
  }

  private int confirm(OperationsFromNow operations, Erasure erasure, int partitions)
      throws IOException {
    Instant end = Instant.now().plusSeconds(timeoutSeconds);
    int confirmed = 0;
    long cases = 0;
    while (confirmed < partitions) {
      if (Instant.now().isAfter(end)) {
        throw new IOException(
            ("%d of %d partitions confirmed within %d s; the erasure stands in %s and is done as"
                    + " soon as a stream app reads it")
                .formatted(confirmed, partitions, timeoutSeconds, Topics.ERASURES.name()));
      }
      for (Operation done : operations.next()) {
        if (done.target().equals(erasure.subject())) {
          confirmed++;
          cases += Long.parseLong(done.details().get(EraseProcessor.CASES));
        }
      }
    }
    spec.commandLine()
        .getOut()
        .printf(
            "%,d cases erased; in the audit log as %s%n"
                + "%s, %s and %s lose texts by their retention%n",
            cases,
            erasure.subject(),
            Topics.CASES.name(),
            Topics.EXPLANATION_REQUESTS.name(),
            Topics.REJECTED.name());
    return 0;
  }
}
