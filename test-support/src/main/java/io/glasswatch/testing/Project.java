package io.glasswatch.testing;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** The project's files that are no code. */
public final class Project {

  private static final Path ROOT = Path.of(System.getProperty("glasswatch.root", ".."));
  private static final Pattern METRIC = Pattern.compile("\\bllm_[a-z0-9_]+\\b");

  private Project() {}

  public static Path path(String path) {
    return ROOT.resolve(path).toAbsolutePath().normalize();
  }

  /** Returns a file that is given beside the project, or skips the test that asks. */
  public static Path shared(String path) {
    Path file = path("../shared").resolve(path);
    assumeTrue(Files.exists(file), "needs " + file);
    return file;
  }

  public static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Returns the files directly in {@code folder} whose names end in {@code end}, sorted. */
  public static List<Path> files(String folder, String end) {
    try (Stream<Path> files = Files.list(path(folder))) {
      return files.filter(f -> f.toString().endsWith(end)).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Returns a YAML file's only document. */
  public static Map<String, Object> yaml(Path file) {
    return map(new Load(LoadSettings.builder().build()).loadFromString(read(file)));
  }

  @SuppressWarnings("unchecked")
  public static Map<String, Object> map(Object node) {
    return (Map<String, Object>) node;
  }

  @SuppressWarnings("unchecked")
  public static List<Object> list(Object node) {
    return node == null ? List.of() : (List<Object>) node;
  }

  /** Returns our metrics that a PromQL expression names, as {@code MetricNames} writes them. */
  public static List<String> metrics(String expression) {
    Matcher names = METRIC.matcher(expression.replaceAll("\"[^\"]*\"|[a-z0-9_]*:[a-z0-9_:]*", ""));
    return names
        .results()
        .map(m -> m.group().replaceFirst("_(bucket|sum|count)$", ""))
        .distinct()
        .toList();
  }
}
