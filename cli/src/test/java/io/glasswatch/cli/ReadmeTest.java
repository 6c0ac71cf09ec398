package io.glasswatch.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReadmeTest {

  private static final Path ROOT = Path.of(System.getProperty("glasswatch.root"));
  private static final Pattern COMMAND = Pattern.compile("(?m)^\\./glasswatch (.+)$");
  private static final Pattern WORD = Pattern.compile("\"([^\"]*)\"|(\\S+)");
  private static final Pattern LINK = Pattern.compile("]\\(([^)#]+)\\)");

  @Test
  void everyCommandInItCanBeTyped() throws IOException {
    List<String> commands = found(COMMAND, read("README.md"));

    assertThat(commands).hasSizeGreaterThanOrEqualTo(3);
    assertThat(commands).allSatisfy(command -> Main.commandLine().parseArgs(words(command)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"README.md", "docs/README.md", "docs/demo.md"})
  void everyLinkLeadsSomewhere(String page) throws IOException {
    Path folder = ROOT.resolve(page).toAbsolutePath().getParent();

    assertThat(found(LINK, read(page))).allMatch(link -> Files.exists(folder.resolve(link)));
  }

  @Test
  void itsTableNamesEveryCommand() throws IOException {
    String readme = read("README.md");

    assertThat(Main.commandLine().getSubcommands().keySet())
        .filteredOn(command -> !command.equals("help"))
        .allMatch(command -> readme.contains("`" + command + "`"));
  }

  private static String[] words(String command) {
    return WORD.matcher(command)
        .results()
        .map(word -> word.group(1) != null ? word.group(1) : word.group(2))
        .toArray(String[]::new);
  }

  private static List<String> found(Pattern pattern, String text) {
    return pattern.matcher(text).results().map((MatchResult match) -> match.group(1)).toList();
  }

  private static String read(String page) throws IOException {
    return Files.readString(ROOT.resolve(page));
  }
}
