package io.glasswatch.stream.drift.judge;

import io.glasswatch.contract.Require;
import java.util.List;

/** Every detector, one entry each. */
public final class Detectors {

  /** The population stability index over reference quantile bins: sees every kind of change. */
  public static final Detector PSI =
      new Detector("psi", 0.1, 0.25, (r, w, u) -> r.bins().compare(w, u));

  /** All of them. */
  public static final List<Detector> ALL =
      List.of(
          PSI,
          new Detector("jensen-shannon", 0.018, 0.045, JensenShannon::of),
          new Detector("chi-square", 0.1, 0.25, Pearson::of),
          new Detector("kolmogorov-smirnov", 0.1, 0.2, KolmogorovSmirnov::of),
          new Detector("wasserstein", 0.25, 0.5, Wasserstein::of));

  private Detectors() {}

  /**
   * Returns the detector that is called {@code id}.
   *
   * @throws IllegalArgumentException if there is none, naming those that there are
   */
  public static Detector of(String id) {
    for (Detector detector : ALL) {
      if (detector.id().equals(id)) {
        return detector;
      }
    }
    Require.that(
        false,
        "no detector is called \"%s\"; there are %s",
        id,
        String.join(", ", ALL.stream().map(Detector::id).toList()));
    return PSI;
  }
}
