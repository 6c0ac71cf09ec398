package io.glasswatch.cli.audit;

import picocli.CommandLine.Command;

/** {@code glasswatch audit}: what an auditor does with the log. */
@Command(
    name = "audit",
    description = {
      "Checks the audit log, proves what is in it, copies it and sums it up: on a live Kafka, or on"
          + " a copy without one. Erases texts, which the log never holds."
    },
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {
      VerifyCommand.class,
      ProveCommand.class,
      ReportCommand.class,
      ExportCommand.class,
      EraseCommand.class,
      KeysCommand.class
    })
public final class AuditCommand {}
