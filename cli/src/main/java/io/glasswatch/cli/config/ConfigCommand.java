package io.glasswatch.cli.config;

import io.glasswatch.contract.Topics;
import io.glasswatch.contract.access.Right;
import io.glasswatch.contract.config.Setting;
import io.glasswatch.contract.config.Settings;
import io.glasswatch.explainer.WorkerConfig;
import io.glasswatch.stream.StreamApp;
import io.glasswatch.stream.StreamSettings;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.acl.AclOperation;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code glasswatch config}: checks and shows what the processes are told. */
@Command(
    name = "config",
    description =
        "Checks and shows the configuration: the file that is named here or by GLASSWATCH_CONFIG, "
            + "and the environment, which wins.",
    synopsisSubcommandLabel = "COMMAND",
    mixinStandardHelpOptions = true)
public final class ConfigCommand {

  @Spec private CommandSpec spec;

  /** Reports every problem at once. */
  @Command(
      name = "check",
      description = "Lists everything that is wrong; exits with 1 if something is.",
      mixinStandardHelpOptions = true)
  int check(@Parameters(arity = "0..1", paramLabel = "FILE") Path file) {
    Settings settings = settings(file);
    Section.ALL.forEach(section -> section.read().accept(settings));
    settings
        .unreadSections()
        .forEach(
            section ->
                settings.check(
                    false,
                    "nobody reads section %s; there are %s",
                    section,
                    String.join(", ", Section.known().keySet())));
    Set<String> problems = new LinkedHashSet<>(settings.problems());
    problems.forEach(problem -> out().println(problem));
    out().println(problems.isEmpty() ? "no problems" : "problems: " + problems.size());
    return problems.isEmpty() ? 0 : 1;
  }

  /** Prints each setting with its value and where that comes from; secrets are not shown. */
  @Command(
      name = "show",
      description = "Prints every setting, its value and where that comes from.",
      mixinStandardHelpOptions = true)
  int show(@Parameters(arity = "0..1", paramLabel = "FILE") Path file) {
    Settings settings = settings(file);
    for (Section section : Section.ALL) {
      out().println(section.name() + ":");
      for (Setting<?> setting : section.settings()) {
        out()
            .printf(
                "  %s: \"%s\"  # %s%n",
                setting.name(), settings.show(setting), settings.origin(setting));
      }
    }
    return 0;
  }

  /** Prints the settings table of the documentation. */
  @Command(
      name = "table",
      description = "Prints what can be set, as the Markdown of docs/settings.md.",
      mixinStandardHelpOptions = true)
  int table() {
    for (Section section : Section.ALL) {
      out().printf("## %s%n%nRead by %s.%n%n", section.name(), section.readBy());
      out().printf("| setting | default | may be | what it is |%n|---|---|---|---|%n");
      section.settings().forEach(setting -> out().println(row(setting)));
      out().println();
    }
    return 0;
  }

  /** Prints what the users of Kafka must be allowed to do. */
  @Command(
      name = "rights",
      description =
          "Prints the arguments of kafka-acls.sh that give each user in Kafka what it needs and no"
              + " more: producers of the log, the stream app, the explainer workers.",
      mixinStandardHelpOptions = true)
  int rights(@Parameters(arity = "0..1", paramLabel = "FILE") Path file) {
    Settings settings = settings(file);
    Map<String, List<Right>> users = new LinkedHashMap<>();
    users.put("fleet", List.of(Right.topic(AclOperation.WRITE, Topics.INTERACTIONS)));
    users.put(StreamSettings.SECTION, StreamApp.rights(StreamSettings.from(settings)));
    users.put(WorkerConfig.SECTION, WorkerConfig.from(settings).rights());
    users.forEach((user, rights) -> rights.forEach(right -> out().println(right.command(user))));
    return 0;
  }

  private static String row(Setting<?> setting) {
    String standard = setting.required() ? "required" : "`%s`".formatted(setting.ifAbsent());
    return "| `%s` | %s | %s | %s%s |"
        .formatted(
            setting.name(),
            standard.equals("``") ? "" : standard,
            setting.range(),
            setting.meaning(),
            setting.secret()
                ? "; secret, may come from the file that `%s_FILE` names".formatted(setting.name())
                : "");
  }

  private static Settings settings(Path file) {
    Map<String, String> env = new HashMap<>(System.getenv());
    if (file != null) {
      env.put(Settings.FILE.name(), file.toString());
    }
    return Settings.of(env, Section.known());
  }

  private PrintWriter out() {
    return spec.commandLine().getOut();
  }
}
