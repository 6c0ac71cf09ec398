package io.glasswatch.cli.reference;

import picocli.CommandLine.Command;

/** {@code glasswatch reference}: what drift is measured against. */
@Command(
    name = "reference",
    description = "Changes what drift is measured against.",
    synopsisSubcommandLabel = "COMMAND",
    subcommands = FreezeCommand.class,
    mixinStandardHelpOptions = true)
public final class ReferenceCommand {}
