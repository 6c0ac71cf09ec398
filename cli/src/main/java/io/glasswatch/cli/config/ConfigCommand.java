package io.glasswatch.cli.config;

import io.glasswatch.contract.config.Setting;
import io.glasswatch.contract.config.Settings;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
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
