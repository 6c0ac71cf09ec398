package io.glasswatch.cli.audit;

import io.glasswatch.stream.audit.AuditKeys;
import io.glasswatch.stream.audit.AuditWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code glasswatch audit keys}: what several instances must share, made before the first runs. */
@Command(
    name = "keys",
    description = {
      "Makes the directory that AUDIT_KEYS names: the key that signs the log, its public half for"
          + " the auditor, and the secret of the pseudonyms. What is there already stays.",
      "Prints the public key."
    },
    mixinStandardHelpOptions = true)
public final class KeysCommand implements Callable<Integer> {

  @Option(names = "--out", required = true, paramLabel = "DIR", description = "Where to.")
  private Path out;

  @Option(
      names = "--application",
      paramLabel = "ID",
      description = "The APPLICATION_ID of the stream app; ${DEFAULT-VALUE} by default.")
  private String application = "glasswatch";

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    AuditKeys keys = AuditKeys.in(out, AuditWriter.nameOf(application));
    spec.commandLine().getOut().println(keys.signer().key().text());
    return 0;
  }
}
