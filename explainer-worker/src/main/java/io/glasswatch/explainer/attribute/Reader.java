package io.glasswatch.explainer.attribute;

import io.glasswatch.contract.Score;
import io.glasswatch.contract.Where;
import io.glasswatch.explainer.model.Directions;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Turns interactions into what a model can be asked. */
public sealed interface Reader permits ClassifierReader, ResponseReader {

  /**
   * An interaction that was read.
   *
   * @param scores what the model thinks of it; none of a language model
   * @param task what is to be explained
   * @param embeddings where prompt and response lie, see {@link Directions}; none if the model does
   *     not show it
   */
  record Read(List<Score> scores, Task task, Map<Where, List<Double>> embeddings) {
    public Read {
      scores = List.copyOf(scores);
      embeddings = Map.copyOf(embeddings);
    }
  }

  /** Returns one result a question, in order; empty where there is nothing to read. */
  List<Optional<Read>> read(List<Question> questions);
}
