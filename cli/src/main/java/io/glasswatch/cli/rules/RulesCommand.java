package io.glasswatch.cli.rules;

import io.glasswatch.cli.KafkaOption;
import io.glasswatch.contract.Topics;
import io.glasswatch.contract.config.KafkaConnection;
import io.glasswatch.stream.detect.rule.RuleBook;
import io.glasswatch.stream.detect.rule.RulePack;
import io.glasswatch.stream.detect.rule.RuleSet;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code glasswatch rules}: checks a rule pack, and puts it into force without a restart. */
@Command(
    name = "rules",
    description = "Checks rule packs, and puts them into force while the stream app runs.",
    synopsisSubcommandLabel = "COMMAND",
    mixinStandardHelpOptions = true)
public final class RulesCommand {

  private static final int PATIENCE_MILLIS = 15_000;

  @Spec private CommandSpec spec;

  /** Says whether the stream app would take the pack. */
  @Command(
      name = "check",
      description = "Compiles a pack together with those that ship and tries its examples.",
      mixinStandardHelpOptions = true)
  int check(@Parameters(paramLabel = "FILE") Path file) throws IOException {
    return taken(file, read(file)) ? 0 : 1;
  }

  /** Checks the pack and sends it to the topic of rules. */
  @Command(
      name = "publish",
      description = "Checks a pack and sends it; every instance of the stream app takes it.",
      mixinStandardHelpOptions = true)
  int publish(@Parameters(paramLabel = "FILE") Path file, @Mixin KafkaOption kafka)
      throws Exception {
    String yaml = read(file);
    if (!taken(file, yaml)) {
      return 1;
    }
    send(kafka.connection(), RulePack.parse(yaml).name(), yaml);
    return 0;
  }

  /** Takes a pack out of force; one that ships is in force again as it was. */
  @Command(
      name = "remove",
      description = "Takes a published pack out of force; one that ships is as it was.",
      mixinStandardHelpOptions = true)
  int remove(@Parameters(paramLabel = "PACK") String pack, @Mixin KafkaOption kafka)
      throws Exception {
    send(kafka.connection(), pack, null);
    return 0;
  }

  private boolean taken(Path file, String yaml) {
    RuleBook.Change change = new RuleBook(RuleSet.shipped()).put(yaml);
    if (change instanceof RuleBook.Change.Refused refused) {
      spec.commandLine().getErr().printf("%s: %s%n", file, refused.reason());
      return false;
    }
    RulePack pack = RulePack.parse(yaml);
    spec.commandLine()
        .getOut()
        .printf(
            "%s: pack %s is good: %d rules, %d thresholds%n",
            file, pack.name(), pack.rules().size(), pack.thresholds().size());
    return true;
  }

  private void send(KafkaConnection kafka, String pack, String yaml) throws Exception {
    Map<String, Object> settings =
        kafka.with(Map.of(ProducerConfig.MAX_BLOCK_MS_CONFIG, PATIENCE_MILLIS));
    try (KafkaProducer<String, String> producer =
        new KafkaProducer<>(
            settings, Topics.RULES.keys().serializer(), Topics.RULES.values().serializer())) {
      producer.send(new ProducerRecord<>(Topics.RULES.name(), pack, yaml)).get();
    } catch (ExecutionException e) {
      throw new IOException(
          "%s at %s did not take the pack: %s"
              .formatted(Topics.RULES.name(), kafka.bootstrapServers(), e.getCause().getMessage()),
          e);
    }
    spec.commandLine().getOut().printf("%s %s%n", yaml == null ? "removed" : "published", pack);
  }

  private static String read(Path file) throws IOException {
    try {
      return Files.readString(file);
    } catch (NoSuchFileException e) {
      throw new IOException("there is no file " + file, e);
    }
  }
}
