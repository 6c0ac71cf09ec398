package io.glasswatch.stream.deploy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The names that the code knows, read from the sources of all modules. */
final class KnownNames {

  private static final Pattern SETTING =
      Pattern.compile("(?:optional|required)\\(\\s*\"([A-Z][A-Z0-9_]+)\"");

  /** Every environment variable that the stream app or a worker reads. */
  static final Set<String> SETTINGS = settings();

  private KnownNames() {}

  private static Set<String> settings() {
    Set<String> names = new TreeSet<>();
    for (String module : new String[] {"stream-app", "explainer-worker"}) {
      try (Stream<Path> sources = Files.walk(Project.path(module + "/src/main/java"))) {
        sources
            .filter(f -> f.toString().endsWith(".java"))
            .forEach(
                f ->
                    SETTING.matcher(Project.read(f)).results().forEach(m -> names.add(m.group(1))));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return names;
  }
}
