package io.glasswatch.cli.audit;

import io.glasswatch.contract.Operation;
import io.glasswatch.stream.audit.log.LogCheck;
import io.glasswatch.stream.audit.log.LogDirectory;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code glasswatch audit export}: a copy that needs no Kafka. */
@Command(
    name = "export",
    description = {
      "Copies entries, signed checkpoints and public keys into a directory.",
      "Ends with 0 only if the log is as it was signed; the copy is written either way."
    },
    mixinStandardHelpOptions = true)
public final class ExportCommand implements Callable<Integer> {

  @Option(names = "--out", required = true, paramLabel = "DIR", description = "Where to.")
  private Path out;

  @Mixin private Source source;
  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws Exception {
    long entries = 0;
    boolean good = true;
    try (OpenLog opened = source.open()) {
      for (LogCheck.Result result : opened.copyTo(new LogDirectory(out))) {
        entries += result.size();
        good &= result.good();
      }
    }
    source.tell(Operation.EXPORT, "audit", Map.of("entries", Long.toString(entries)));
    spec.commandLine()
        .getOut()
        .printf(
            "%,d entries in %s, %s%n",
            entries, out, good ? "all as written" : "NOT as they were signed");
    return good ? 0 : 1;
  }
}
