package io.glasswatch.cli.backtest;

import io.glasswatch.contract.config.Settings;
import io.glasswatch.stream.StreamSettings;
import io.glasswatch.stream.detect.learned.Learned;
import io.glasswatch.stream.detect.rule.RulePack;
import io.glasswatch.stream.detect.rule.RuleSet;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What a log is judged by: the settings of a stream app, and its rules.
 *
 * @param name what it is called in the results
 * @param file the configuration file; without one, every setting has its default
 * @param rules the rules in force
 * @param learned the trained detectors
 */
record Configuration(String name, Optional<Path> file, RuleSet rules, Learned learned) {

  /** The file of a configuration's folder that holds settings, as the stream app reads it. */
  static final String SETTINGS = "glasswatch.yaml";

  /** What a backtest decides itself: no broker, one partition, an answer for each interaction. */
  private static final Map<String, String> OWN =
      Map.of(
          "KAFKA_BOOTSTRAP_SERVERS", "none:1",
          "PARTITIONS", "1",
          "EXPLANATIONS_PER_SECOND", "1e9",
          "EXPLANATION_DEADLINE", "P7D");

  /**
   * Reads a configuration's folder: {@value #SETTINGS} if it is there, and every other {@code
   * *.yaml} as a rule pack, added to those that ship or in the place of the one of its name.
   *
   * @param folder empty for what ships
   * @throws IOException naming the file, if it cannot be read or is not understood
   */
  static Configuration of(Optional<Path> folder) throws IOException {
    if (folder.isEmpty()) {
      return new Configuration(
          "as shipped", Optional.empty(), RuleSet.standard(), Learned.shipped());
    }
    Path dir = folder.get();
    if (!Files.isDirectory(dir)) {
      throw new NotDirectoryException("%s is not a folder with a configuration".formatted(dir));
    }
    Optional<Path> file = Optional.of(dir.resolve(SETTINGS)).filter(Files::exists);
    return new Configuration(dir.toString(), file, rules(dir), Learned.shipped());
  }

  /** Returns the same with other trained detectors. */
  Configuration with(Learned others) {
    return new Configuration(name, file, rules, others);
  }

  /**
   * Returns the settings of an app whose state is in {@code state}.
   *
   * @throws IllegalArgumentException listing everything that is wrong with the configuration file
   */
  StreamSettings in(Path state) {
    Map<String, String> env = new HashMap<>(OWN);
    env.put("STATE_DIR", state.toString());
    file.ifPresent(path -> env.put(Settings.FILE.name(), path.toString()));
    return StreamSettings.from(env);
  }

  private static RuleSet rules(Path dir) throws IOException {
    List<Path> files;
    try (Stream<Path> all = Files.list(dir)) {
      files =
          all.filter(f -> f.toString().endsWith(".yaml") && !f.endsWith(SETTINGS))
              .sorted()
              .toList();
    }
    if (files.isEmpty()) {
      return RuleSet.standard();
    }
    Map<String, RulePack> packs = new LinkedHashMap<>();
    RuleSet.shipped().forEach(pack -> packs.put(pack.name(), pack));
    for (Path file : files) {
      try {
        RulePack pack = RulePack.parse(Files.readString(file));
        packs.put(pack.name(), pack);
      } catch (IllegalArgumentException e) {
        throw new IOException("%s: %s".formatted(file, e.getMessage()), e);
      }
    }
    try {
      return RuleSet.of(new ArrayList<>(packs.values()));
    } catch (IllegalArgumentException e) {
      throw new IOException("%s: %s".formatted(dir, e.getMessage()), e);
    }
  }
}
