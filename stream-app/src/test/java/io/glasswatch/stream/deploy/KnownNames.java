package io.glasswatch.stream.deploy;

import io.glasswatch.testing.Project;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The names that the code knows. */
final class KnownNames {

  private static final Pattern SETTING =
      Pattern.compile("(?m)(?:^\\| |the file that )`([A-Z][A-Z0-9_]+)`");

  /**
   * Every environment variable that the stream app or a worker reads: the rows of the settings
   * table, which another test compares with the code, and the files of the secrets among them.
   */
  static final Set<String> SETTINGS =
      SETTING
          .matcher(Project.read(Project.path("docs/settings.md")))
          .results()
          .map(row -> row.group(1))
          .collect(Collectors.toUnmodifiableSet());

  private KnownNames() {}

  /** Returns what holds of {@code setting} if nobody sets it, as the settings table says. */
  static String standard(String setting) {
    Matcher row =
        Pattern.compile("(?m)^\\| `%s` \\| `([^`]*)`".formatted(setting))
            .matcher(Project.read(Project.path("docs/settings.md")));
    if (!row.find()) {
      throw new AssertionError("docs/settings.md has no default for " + setting);
    }
    return row.group(1);
  }
}
