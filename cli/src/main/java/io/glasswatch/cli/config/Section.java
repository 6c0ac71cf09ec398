package io.glasswatch.cli.config;

import io.glasswatch.contract.config.KafkaConnection;
import io.glasswatch.contract.config.Setting;
import io.glasswatch.contract.config.Settings;
import io.glasswatch.explainer.WorkerConfig;
import io.glasswatch.stream.StreamSettings;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * A section of the configuration file.
 *
 * @param name as it stands in the file
 * @param readBy who reads it
 * @param settings all that it may hold
 * @param read reads the section with all its checks
 */
record Section(String name, String readBy, List<Setting<?>> settings, Consumer<Settings> read) {

  /** All sections, in the order of the file. */
  static final List<Section> ALL =
      List.of(
          new Section(
              KafkaConnection.SECTION,
              "both processes",
              KafkaConnection.SETTINGS,
              KafkaConnection::from),
          new Section(
              StreamSettings.SECTION,
              "the stream app",
              StreamSettings.SETTINGS,
              StreamSettings::from),
          new Section(
              WorkerConfig.SECTION,
              "the explainer worker",
              WorkerConfig.SETTINGS,
              WorkerConfig::from));

  /** Returns the settings of every section by the section's name. */
  static Map<String, List<Setting<?>>> known() {
    Map<String, List<Setting<?>>> known = new LinkedHashMap<>();
    ALL.forEach(section -> known.put(section.name, section.settings));
    return known;
  }
}
