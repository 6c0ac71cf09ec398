package io.glasswatch.cli.reference;

import io.glasswatch.cli.KafkaOption;
import io.glasswatch.cli.OperationsFromNow;
import io.glasswatch.contract.Freeze;
import io.glasswatch.contract.Operation;
import io.glasswatch.contract.Topics;
import io.glasswatch.contract.config.KafkaConnection;
import io.glasswatch.stream.alert.Scope;
import io.glasswatch.stream.drift.FreezeProcessor;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code glasswatch reference freeze}: the traffic from now on is the new normal. */
@Command(
    name = "freeze",
    description = {
      "Makes the traffic from now on the drift reference of a model and segment, in the place of the"
          + " one that it has.",
      "The windows that begin from now on make it, DRIFT_REFERENCE_RECORDS records. Until then they"
          + " are judged by the old one."
    },
    mixinStandardHelpOptions = true)
public final class FreezeCommand implements Callable<Integer> {

  private static final int PATIENCE_MILLIS = 15_000;

  @Option(
      names = "--model",
      required = true,
      paramLabel = "NAME@VERSION",
      description = "The model version, as metrics and alerts name it.")
  private String model;

  @Option(
      names = "--segment",
      paramLabel = "DIMENSION=VALUE",
      description = "A segment alone; the traffic as a whole if it is left out.")
  private String segment = Scope.ALL;

  @Option(
      names = "--timeout",
      paramLabel = "SECONDS",
      defaultValue = "60",
      description = "How long to wait for the stream app to answer; ${DEFAULT-VALUE} by default.")
  private int timeoutSeconds;

  @Mixin private KafkaOption kafkaOption;
  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws Exception {
    KafkaConnection kafka = kafkaOption.connection();
    Freeze freeze =
        new Freeze(
            UUID.randomUUID().toString(),
            model,
            segment,
            System.getProperty("user.name"),
            Instant.now());
    try (OperationsFromNow operations = OperationsFromNow.open(kafka)) {
      ask(kafka, freeze);
      return tell(answer(operations, freeze));
    }
  }

  private static void ask(KafkaConnection kafka, Freeze freeze)
      throws IOException, InterruptedException {
    String topic = Topics.FREEZES.name();
    try (KafkaProducer<String, Freeze> producer =
        new KafkaProducer<>(
            kafka.with(Map.of(ProducerConfig.MAX_BLOCK_MS_CONFIG, PATIENCE_MILLIS)),
            Topics.FREEZES.keys().serializer(),
            Topics.FREEZES.values().serializer())) {
      producer.send(new ProducerRecord<>(topic, freeze.id(), freeze)).get();
    } catch (ExecutionException e) {
      throw new IOException(
          "%s at %s did not take it: %s"
              .formatted(topic, kafka.bootstrapServers(), e.getCause().getMessage()),
          e);
    }
  }

  private Map<String, String> answer(OperationsFromNow operations, Freeze freeze)
      throws IOException {
    Instant end = Instant.now().plusSeconds(timeoutSeconds);
    while (!Instant.now().isAfter(end)) {
      Optional<Map<String, String>> answer =
          operations.next().stream()
              .filter(done -> done.action().equals(Operation.FREEZE))
              .map(Operation::details)
              .filter(details -> freeze.id().equals(details.get(FreezeProcessor.ID)))
              .findFirst();
      if (answer.isPresent()) {
        return answer.get();
      }
    }
    throw new IOException(
        "no answer within %d s; the request stands in %s and is done as soon as a stream app reads it"
            .formatted(timeoutSeconds, Topics.FREEZES.name()));
  }

  private int tell(Map<String, String> answer) {
    String refused = answer.get(FreezeProcessor.REFUSED);
    if (refused != null) {
      PrintWriter err = spec.commandLine().getErr();
      err.println(refused);
      err.flush();
      return 1;
    }
    PrintWriter out = spec.commandLine().getOut();
    out.printf(
        "%s, %s: the first %s records or more from %s on will be the reference; until then it is %s%n",
        model,
        segment,
        answer.get(FreezeProcessor.RECORDS),
        answer.get(FreezeProcessor.FROM),
        answer.get(FreezeProcessor.REPLACES));
    out.flush();
    return 0;
  }
}
