package io.glasswatch.cli.rejected;

import io.glasswatch.cli.KafkaOption;
import io.glasswatch.contract.Rejected;
import io.glasswatch.contract.config.KafkaConnection;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code glasswatch rejected}: what could not be read, and why; and its second chance. */
@Command(
    name = "rejected",
    description = "Lists the records that could not be read, and sends chosen ones once more.",
    synopsisSubcommandLabel = "COMMAND",
    mixinStandardHelpOptions = true)
public final class RejectedCommand {

  private static final int LARGEST_RECORD = 64 * 1024 * 1024;
  private static final int PATIENCE_MILLIS = 15_000;
  private static final String ROW = "%-10s %-18s %-28s %9s  %s%n";

  @Spec private CommandSpec spec;

  /** Prints one line a record, without its text. */
  @Command(
      name = "list",
      description = "Prints place, reason, origin and size of each; its text only with --text.",
      mixinStandardHelpOptions = true)
  int list(
      @Mixin KafkaOption kafkaOption,
      @Option(
              names = "--text",
              description = "Print the bytes too, as text. They may hold what people wrote.")
          boolean text,
      @Mixin Choice choice)
      throws Exception {
    KafkaConnection kafka = kafkaOption.connection();
    AtomicLong count = new AtomicLong();
    var out = spec.commandLine().getOut();
    out.printf(ROW, "PLACE", "REASON", "FROM", "BYTES", "DETAIL");
    long foreign =
        new RejectedLog(kafka)
            .read(
                entry -> {
                  if (choice.takes(entry)) {
                    count.incrementAndGet();
                    print(entry, text);
                  }
                });
    out.printf("%d records%s%n", count.get(), foreign == 0 ? "" : ", " + foreign + " not ours");
    return 0;
  }

  /** Sends records to the topics that they came from: the same bytes, key and headers. */
  @Command(
      name = "resubmit",
      description = "Sends records to where they came from, bytes, key and headers as they were.",
      mixinStandardHelpOptions = true)
  int resubmit(
      @Mixin KafkaOption kafkaOption,
      @Parameters(
              arity = "0..*",
              paramLabel = "PLACE",
              description = "Which, by the first column of the list; or choose by reason or topic.")
          List<String> places,
      @Mixin Choice choice)
      throws Exception {
    List<String> named = places == null ? List.of() : places;
    if (named.isEmpty() && choice.isEmpty()) {
      throw new IllegalArgumentException("say which: places, --reason or --from-topic");
    }
    AtomicLong sent = new AtomicLong();
    AtomicLong failed = new AtomicLong();
    AtomicLong changed = new AtomicLong();
    KafkaConnection kafka = kafkaOption.connection();
    Map<String, Object> settings =
        kafka.with(
            Map.of(
                ProducerConfig.MAX_BLOCK_MS_CONFIG, PATIENCE_MILLIS,
                ProducerConfig.MAX_REQUEST_SIZE_CONFIG, LARGEST_RECORD));
    try (KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer())) {
      new RejectedLog(kafka)
          .read(
              entry -> {
                boolean chosen =
                    choice.takes(entry) && (named.isEmpty() || named.contains(entry.place()));
                if (chosen && !entry.rejected().asItCame()) {
                  changed.incrementAndGet();
                } else if (chosen) {
                  var unused =
                      producer.send(
                          entry.original(),
                          (metadata, failure) ->
                              (failure == null ? sent : failed).incrementAndGet());
                }
              });
    }
    var out = spec.commandLine().getOut();
    out.printf("sent %d records, %d failed%n", sent.get(), failed.get());
    if (changed.get() > 0) {
      out.printf(
          "%d were masked and are not what came; see FROM for where the original lies%n",
          changed.get());
    }
    return failed.get() == 0 && sent.get() >= named.size() ? 0 : 1;
  }

  private void print(RejectedLog.Entry entry, boolean text) {
    Rejected rejected = entry.rejected();
    String from = "%s-%d@%d".formatted(rejected.topic(), rejected.partition(), rejected.offset());
    var out = spec.commandLine().getOut();
    out.printf(
        ROW,
        entry.place(),
        rejected.reason().id(),
        from,
        rejected.bytes().length,
        rejected.detail());
    if (text) {
      out.println("  " + printable(rejected.bytes()));
    }
  }

  /** What a terminal would obey is written as an escape. */
  private static String printable(byte[] bytes) {
    StringBuilder text = new StringBuilder();
    new String(bytes, StandardCharsets.UTF_8)
        .codePoints()
        .forEach(
            c -> {
              if (Character.isISOControl(c) || Character.getType(c) == Character.FORMAT) {
                text.append("\\u%04x".formatted(c));
              } else {
                text.appendCodePoint(c);
              }
            });
    return text.toString();
  }
}
