package io.glasswatch.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class MainTest {

  @Test
  void helpNamesEveryCommand() {
    CommandLineRun run = CommandLineRun.of("--help");

    assertThat(run.exitCode()).isZero();
    assertThat(run.out()).contains(Main.commandLine().getSubcommands().keySet());
  }

  @Test
  void everyCommandHasHelp() {
    Main.commandLine()
        .getSubcommands()
        .keySet()
        .forEach(
            command -> {
              CommandLineRun run = CommandLineRun.of("help", command);
              assertThat(run.exitCode()).as(command).isZero();
              assertThat(run.out()).contains("Usage: glasswatch " + command);
            });
  }

  @Test
  void tellsItsVersion() {
    assertThat(CommandLineRun.of("--version").out())
        .matches("glasswatch \\d+\\.\\d+\\.\\d+\\S*\\R");
  }

  @Test
  void aCommandLineThatCannotBeUnderstoodEndsWithTwo() {
    CommandLineRun run = CommandLineRun.of("replya");

    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err()).startsWith("Unmatched argument at index 0: 'replya'");
  }

  @Test
  void anErrorIsOneLine() {
    CommandLineRun run =
        CommandLineRun.of("replay", "no-such-file.jsonl", "--bootstrap-servers", "localhost:1");

    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.err())
        .isEqualTo("glasswatch replay: there is no file no-such-file.jsonl%n".formatted());
  }

  @Test
  void debugShowsTheStackTrace() {
    CommandLineRun run =
        CommandLineRun.of(
            "replay", "no-such-file.jsonl", "--bootstrap-servers", "localhost:1", "--debug");

    assertThat(run.err())
        .contains("java.io.IOException: there is no file no-such-file.jsonl", "\tat ");
  }
}
