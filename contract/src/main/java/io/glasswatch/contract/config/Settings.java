package io.glasswatch.contract.config;

import com.google.errorprone.annotations.FormatMethod;
import com.google.errorprone.annotations.FormatString;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * Reads settings and collects everything that is wrong with them. The environment wins over the
 * configuration file, and that over the defaults.
 */
public final class Settings {

  /** Names the configuration file. */
  public static final Setting<String> FILE =
      Setting.text(
          "GLASSWATCH_CONFIG", "", "the configuration file, YAML; only in the environment");

  private final Map<String, String> env;
  private final Map<String, String> file;
  private final List<String> unread;
  private final List<String> problems = new ArrayList<>();

  /** Reads from {@code env} alone, without a configuration file. */
  public Settings(Map<String, String> env) {
    this.env = Map.copyOf(env);
    this.file = Map.of();
    this.unread = List.of();
  }

  private Settings(Map<String, String> env, ConfigFile file) {
    this.env = Map.copyOf(env);
    this.file = file.values();
    this.unread = file.unread();
    problems.addAll(file.problems());
  }

  /**
   * Reads from {@code env} and from the file that it names, if it names one.
   *
   * @param sections the file's sections that are read, and the settings known in each; other
   *     sections are for other processes
   */
  public static Settings of(
      Map<String, String> env, Map<String, ? extends Collection<Setting<?>>> sections) {
    String file = env.getOrDefault(FILE.name(), "");
    return file.isBlank()
        ? new Settings(env)
        : new Settings(env, ConfigFile.read(Path.of(file), sections));
  }

  /**
   * Returns what {@code read} makes of the settings.
   *
   * @throws IllegalArgumentException listing everything that is wrong with them
   */
  public static <T> T read(
      Map<String, String> env,
      Map<String, ? extends Collection<Setting<?>>> sections,
      Function<Settings, T> read) {
    Settings settings = of(env, sections);
    T value = read.apply(settings);
    settings.failOnProblems();
    return value;
  }

  /** Returns the setting's value, or its default if it is not set or wrong. */
  public <T> T get(Setting<T> setting) {
    String value = written(setting);
    if (value.isBlank()) {
      check(!setting.required(), "%s is required", setting.name());
      return setting.standard();
    }
    T read;
    try {
      read = setting.read().apply(value.strip());
    } catch (RuntimeException e) {
      String shown = setting.secret() ? "what is set" : '"' + value + '"';
      check(false, "%s cannot be read from %s: %s", setting.name(), shown, e.getMessage());
      return setting.standard();
    }
    try {
      return setting.check(read);
    } catch (IllegalArgumentException e) {
      check(false, "%s", e.getMessage());
      return setting.standard();
    }
  }

  /** Returns where the setting's value comes from: {@code environment}, {@code file}, default. */
  public String origin(Setting<?> setting) {
    if (!inEnvironment(setting).isBlank()) {
      return "environment";
    }
    return file.containsKey(setting.name()) ? "file" : "default";
  }

  /** Returns the setting as it is written where it comes from, or its default. */
  public String show(Setting<?> setting) {
    String value = written(setting);
    if (value.isBlank()) {
      return setting.ifAbsent();
    }
    return setting.secret() ? "(secret)" : value;
  }

  /** Returns the file's sections that were not asked for: another process's, or a mistake. */
  public List<String> unreadSections() {
    return unread;
  }

  /** Notes a problem if {@code condition} is false. */
  @FormatMethod
  public void check(boolean condition, @FormatString String message, Object... args) {
    if (!condition) {
      problems.add(message.formatted(args));
    }
  }

  /** Returns everything that is wrong so far, in the order it was found. */
  public List<String> problems() {
    return List.copyOf(problems);
  }

  /**
   * Ends the reading: all settings were good.
   *
   * @throws IllegalArgumentException listing every problem, if there is one
   */
  public void failOnProblems() {
    if (!problems.isEmpty()) {
      throw new IllegalArgumentException("bad configuration:\n  " + String.join("\n  ", problems));
    }
  }

  private String written(Setting<?> setting) {
    String value = inEnvironment(setting);
    return value.isBlank() ? file.getOrDefault(setting.name(), "") : value;
  }

  private String inEnvironment(Setting<?> setting) {
    String path = setting.secret() ? env.getOrDefault(setting.name() + "_FILE", "") : "";
    if (path.isBlank()) {
      return env.getOrDefault(setting.name(), "");
    }
    try {
      return Files.readString(Path.of(path)).strip();
    } catch (IOException e) {
      String problem = "%s_FILE: cannot read %s".formatted(setting.name(), path);
      check(problems.contains(problem), "%s", problem);
      return "";
    }
  }
}
