package io.glasswatch.stream.audit;

import io.glasswatch.contract.config.Setting;
import io.glasswatch.contract.config.Settings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * How the audit log is kept; {@link #SETTINGS} says what each part means.
 *
 * @param decisions the settings that decisions depend on, as they are written
 */
public record AuditSettings(
    boolean enabled,
    Duration checkpointInterval,
    Path directory,
    Path keys,
    Map<String, String> decisions) {

  private static final Setting<Boolean> ENABLED =
      Setting.flag("AUDIT", true, "whether the audit log is written");

  private static final Setting<Duration> CHECKPOINT_INTERVAL =
      Setting.duration(
          "AUDIT_CHECKPOINT_INTERVAL",
          "PT5S",
          Duration.ofMillis(100),
          "how often the audit log's head is signed");

  private static final Setting<String> DIRECTORY =
      Setting.text(
          "AUDIT_DIR",
          "",
          "second place of the signed checkpoints, best on another disk; STATE_DIR/audit if empty");

  private static final Setting<String> KEYS =
      Setting.text(
          "AUDIT_KEYS",
          "",
          "directory of the signing key and of the pseudonyms' secret, made if missing;"
              + " STATE_DIR/audit-keys if empty");

  /** Every setting of the audit. */
  public static final List<Setting<?>> SETTINGS =
      List.of(ENABLED, CHECKPOINT_INTERVAL, DIRECTORY, KEYS);

  public AuditSettings {
    CHECKPOINT_INTERVAL.check(checkpointInterval);
    decisions = Map.copyOf(decisions);
  }

  /**
   * Reads the settings; what cannot be read is noted in {@code settings}.
   *
   * @param stateDirectory where the audit keeps what has no place of its own
   * @param decisive the settings that decisions depend on
   */
  public static AuditSettings from(
      Settings settings, Path stateDirectory, Collection<Setting<?>> decisive) {
    Map<String, String> decisions = new TreeMap<>();
    decisive.forEach(setting -> decisions.put(setting.name(), settings.show(setting)));
    return new AuditSettings(
        settings.get(ENABLED),
        settings.get(CHECKPOINT_INTERVAL),
        orBeside(settings.get(DIRECTORY), stateDirectory, "audit"),
        orBeside(settings.get(KEYS), stateDirectory, "audit-keys"),
        decisions);
  }

  private static Path orBeside(String path, Path stateDirectory, String name) {
    return path.isEmpty() ? stateDirectory.resolve(name) : Path.of(path);
  }
}
