package io.glasswatch.stream.drift.judge;

import io.glasswatch.contract.Require;
import io.glasswatch.stream.drift.count.SignalCounts;

/**
 * A way to tell that a window is unlike its reference.
 *
 * @param id what settings call it, e.g. {@code psi}
 * @param material a smaller score is a difference that does not matter, more than 0
 * @param strong a score from here on is a strong difference, more than {@code material}
 * @param compare how it compares
 */
public record Detector(String id, double material, double strong, Compare compare) {

  public Detector {
    Require.notBlank(id, "id");
    Require.that(
        material > 0 && strong > material,
        "there must be 0 < material < strong, but were %s and %s",
        material,
        strong);
  }

  /** How a detector compares. */
  @FunctionalInterface
  public interface Compare {

    /**
     * Compares {@code window} with {@code reference}.
     *
     * @param reference at least one observation
     * @param window at least one observation
     * @param uniform 0 to 1, drawn independently of the counts; decides between the neighbouring
     *     outcomes of a test that has only few
     */
    Comparison compare(Profile reference, SignalCounts window, double uniform);
  }
}
