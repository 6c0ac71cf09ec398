package io.glasswatch.stream.attribution;

import io.glasswatch.contract.Assessment;
import io.glasswatch.contract.Case;
import io.glasswatch.contract.Explanation.Explained;
import io.glasswatch.stream.attribution.sketch.Weighing;
import io.glasswatch.stream.drift.Observed;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What an explanation tells of its interaction that can drift. */
public final class ExplanationSignals {

  private ExplanationSignals() {}

  /**
   * Returns the shares of the attribution mass and the embeddings of an explained case; empty if it
   * has neither.
   *
   * <p>An embedding is a signal such as {@code prompt_embedding_minilm-safety}: those of different
   * models have nothing to do with each other.
   */
  public static Optional<Observed> of(Case item) {
    if (!(item.explanation().orElse(null) instanceof Explained explained)) {
      return Optional.empty();
    }
    Map<String, Double> shares = new Weighing(item, explained).signals();
    if (shares.isEmpty() && explained.embeddings().isEmpty()) {
      return Optional.empty();
    }
    Map<String, List<Double>> vectors = new HashMap<>();
    explained
        .embeddings()
        .forEach(
            (where, embedding) ->
                vectors.put(where.id() + "_embedding_" + explained.model().name(), embedding));
    return Optional.of(new Observed(with(item.assessment(), shares), vectors));
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
