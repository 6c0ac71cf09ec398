package io.glasswatch.stream.attribution;

import io.glasswatch.contract.Assessment;
import io.glasswatch.contract.Case;
import io.glasswatch.contract.Explanation.Explained;
import io.glasswatch.stream.attribution.sketch.Weighing;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What an explanation adds to the signals of its interaction. */
public final class AttributionSignals {

  private AttributionSignals() {}

  /**
   * Returns the assessment of an explained case with the shares of its attribution mass as its only
   * signals; empty if it has no mass.
   */
  public static Optional<Assessment> of(Case item) {
    return item.explanation()
        .filter(Explained.class::isInstance)
        .map(explanation -> new Weighing(item, (Explained) explanation).signals())
        .filter(signals -> !signals.isEmpty())
        .map(signals -> with(item.assessment(), signals));
  }

  private static Assessment with(Assessment known, Map<String, Double> signals) {
    return new Assessment(
        known.interaction(),
        known.conversation(),
        known.model(),
        known.segments(),
        known.time(),
        signals,
        List.of(),
        known.sample(),
        known.rules());
  }
}
