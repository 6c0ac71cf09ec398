package io.glasswatch.contract;

import com.fasterxml.jackson.annotation.JsonIgnore;

/**
 * A deployed language model: what is watched, and the first label of every metric.
 *
 * @param name the model's name, never blank, e.g. {@code support-bot}
 * @param version its revision; empty when the log does not tell
 */
public record ModelVersion(String name, String version) {

  public ModelVersion {
    Require.notBlank(name, "model.name");
    Require.that(version != null, "model.version must not be null");
  }

  /** Returns {@code name@version}, or the bare name when there is no version. */
  @JsonIgnore
  public String label() {
    return version.isEmpty() ? name : name + "@" + version;
  }
}
