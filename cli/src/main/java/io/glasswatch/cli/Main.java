package io.glasswatch.cli;

import io.glasswatch.cli.audit.AuditCommand;
import io.glasswatch.cli.backtest.BacktestCommand;
import io.glasswatch.cli.config.ConfigCommand;
import io.glasswatch.cli.demo.DemoCommand;
import io.glasswatch.cli.demo.TrafficCommand;
import io.glasswatch.cli.explain.ExplainCommand;
import io.glasswatch.cli.prepare.InspectCommand;
import io.glasswatch.cli.prepare.PrepareCommand;
import io.glasswatch.cli.probe.ProbeCommand;
import io.glasswatch.cli.reference.ReferenceCommand;
import io.glasswatch.cli.rejected.RejectedCommand;
import io.glasswatch.cli.replay.ReplayCommand;
import io.glasswatch.cli.review.ReviewsCommand;
import io.glasswatch.cli.rules.RulesCommand;
import io.glasswatch.cli.surrogate.SurrogateCommand;
import io.glasswatch.cli.train.TrainDetectorsCommand;
import io.glasswatch.cli.train.TrainHeadCommand;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Properties;
import java.util.ServiceLoader;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** The command {@code glasswatch}. */
@Command(
    name = "glasswatch",
    description = "Watches large language models in production and explains what they did.",
    mixinStandardHelpOptions = true,
    versionProvider = Main.Version.class,
    synopsisSubcommandLabel = "COMMAND",
    subcommands = CommandLine.HelpCommand.class,
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:it worked",
      "1:it did not, or not all of it",
      "2:the command line cannot be understood"
    })
public final class Main {

  @Option(
      names = "--debug",
      scope = ScopeType.INHERIT,
      description = "Show the stack trace of an error.")
  private boolean debug;

  /** What can be done: one line each. */
  private static List<Object> commands() {
    return List.of(
        new DemoCommand(),
        new TrafficCommand(),
        new ReplayCommand(),
        new BacktestCommand(),
        new RejectedCommand(),
        new RulesCommand(),
        new ReferenceCommand(),
        new ExplainCommand(),
        new PrepareCommand(),
        new InspectCommand(),
        new SurrogateCommand(),
        new ProbeCommand(),
        new AuditCommand(),
        new TrainHeadCommand(),
        new ReviewsCommand(),
        new TrainDetectorsCommand(),
        new ConfigCommand());
  }

  /** Runs the command line and ends the process with its exit code. */
  public static void main(String[] args) {
    if (System.getProperty("logback.configurationFile") == null) {
      System.setProperty("logback.configurationFile", "io/glasswatch/cli/logback.xml");
    }
    System.exit(commandLine().execute(args));
  }

  /** Returns the parser of all commands, which also runs them. */
  public static CommandLine commandLine() {
    Main main = new Main();
    CommandLine line = new CommandLine(main);
    line.setExpandAtFiles(false);
    commands().forEach(line::addSubcommand);
    ServiceLoader.load(AddedCommand.class).forEach(line::addSubcommand);
    return line.setExecutionExceptionHandler(
        (failure, command, parsed) -> main.report(failure, command));
  }

  /** Says what went wrong in one line; the stack trace is for those who ask. */
  private int report(Exception failure, CommandLine command) {
    if (debug) {
      failure.printStackTrace(command.getErr());
    } else {
      String message = failure.getMessage();
      command
          .getErr()
          .printf(
              "%s: %s%n",
              command.getCommandSpec().qualifiedName(),
              message == null ? failure.getClass().getSimpleName() : message);
    }
    command.getErr().flush();
    return CommandLine.ExitCode.SOFTWARE;
  }

  /** Tells the version that the build was given. */
  static final class Version implements CommandLine.IVersionProvider {
    @Override
    public String[] getVersion() {
      Properties properties = new Properties();
      try (InputStream in = Main.class.getResourceAsStream("version.properties")) {
        properties.load(in);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      return new String[] {"glasswatch " + properties.getProperty("version")};
    }
  }
}
