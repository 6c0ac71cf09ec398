package io.glasswatch.contract.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/**
 * A configuration file: YAML, sections of settings. One file serves all processes, each reads its
 * own sections.
 *
 * @param values what is written, by the setting's name; lists and maps as they would be in the
 *     environment, {@code a,b} and {@code a=1,b=2}
 * @param unread the sections that nobody asked for
 * @param problems everything that is wrong with it
 */
record ConfigFile(Map<String, String> values, List<String> unread, List<String> problems) {

  /** Names that differ in at most this many letters are offered as what was meant. */
  private static final int TYPING_ERRORS = 3;

  static ConfigFile read(Path path, Map<String, ? extends Collection<Setting<?>>> sections) {
    Map<String, String> values = new HashMap<>();
    List<String> unread = new ArrayList<>();
    List<String> problems = new ArrayList<>();
    try {
      Object content =
          new Load(
                  LoadSettings.builder()
                      .setLabel(path.toString())
                      .setAllowDuplicateKeys(false)
                      .build())
              .loadFromString(Files.readString(path));
      if (content instanceof Map<?, ?> file) {
        sections.forEach(
            (section, known) -> readSection(section, file.get(section), known, values, problems));
        file.keySet().stream()
            .map(String::valueOf)
            .filter(section -> !sections.containsKey(section))
            .forEach(unread::add);
      } else {
        problems.add("%s holds no sections".formatted(path));
      }
    } catch (IOException e) {
      problems.add("cannot read the configuration file %s".formatted(path));
    } catch (YamlEngineException e) {
      problems.add("%s is no YAML: %s".formatted(path, e.getMessage()));
    }
    return new ConfigFile(Map.copyOf(values), List.copyOf(unread), List.copyOf(problems));
  }

  private static void readSection(
      String section,
      Object content,
      Collection<Setting<?>> known,
      Map<String, String> values,
      List<String> problems) {
    if (content == null) {
      return;
    }
    if (!(content instanceof Map<?, ?> entries)) {
      problems.add("section %s of the configuration file holds no settings".formatted(section));
      return;
    }
    List<String> names = known.stream().map(Setting::name).toList();
    entries.forEach(
        (key, value) -> {
          String name = String.valueOf(key);
          if (names.contains(name)) {
            values.put(name, text(value));
          } else {
            problems.add(
                "section %s has no setting %s%s".formatted(section, name, meant(name, names)));
          }
        });
  }

  private static String text(Object value) {
    if (value instanceof Collection<?> list) {
      return list.stream().map(String::valueOf).collect(Collectors.joining(","));
    }
    if (value instanceof Map<?, ?> map) {
      return map.entrySet().stream()
          .map(e -> e.getKey() + "=" + e.getValue())
          .collect(Collectors.joining(","));
    }
    return value == null ? "" : value.toString();
  }

  private static String meant(String name, List<String> names) {
    return names.stream()
        .filter(candidate -> distance(name.toUpperCase(Locale.ROOT), candidate) <= TYPING_ERRORS)
        .findFirst()
        .map(candidate -> "; was %s meant?".formatted(candidate))
        .orElse("");
  }

  /** Levenshtein's distance: insertions, deletions and replacements from one to the other. */
  private static int distance(String a, String b) {
    int[] previous = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      previous[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int[] row = new int[b.length() + 1];
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int replaced = previous[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        row[j] = Math.min(replaced, 1 + Math.min(previous[j], row[j - 1]));
      }
      previous = row;
    }
    return previous[b.length()];
  }
}
