package io.glasswatch.cli.demo.traffic;

import io.glasswatch.contract.ModelVersion;
import java.util.List;

/** The two models of the demo, and how each behaves. */
final class Models {

  /**
   * How one model behaves when all is well.
   *
   * @param version its name and revision
   * @param medianCharacters median length of its English responses
   * @param spread standard deviation of the logarithm of that length
   * @param tokensPerSecond how fast it writes
   * @param firstTokenSeconds median time to the first token
   */
  record Profile(
      ModelVersion version,
      double medianCharacters,
      double spread,
      double tokensPerSecond,
      double firstTokenSeconds) {}

  static final Profile LARGE =
      new Profile(new ModelVersion("aria-large", "2026-10"), 420, 0.55, 42, 0.60);

  static final Profile SMALL =
      new Profile(new ModelVersion("quill-small", "7"), 260, 0.60, 95, 0.22);

  static final List<Profile> ALL = List.of(LARGE, SMALL);

  private Models() {}
}
