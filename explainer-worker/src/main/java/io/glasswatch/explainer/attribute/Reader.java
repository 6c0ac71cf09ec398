package io.glasswatch.explainer.attribute;

import io.glasswatch.contract.Score;
import java.util.List;
import java.util.Optional;

/** Turns interactions into what a model can be asked. */
public sealed interface Reader permits ClassifierReader, ResponseReader {

  /**
   * An interaction that was read.
   *
   * @param scores what the model thinks of it; none of a language model
   * @param task what is to be explained
   */
  record Read(List<Score> scores, Task task) {
    public Read {
      scores = List.copyOf(scores);
    }
  }

  /** Returns one result a question, in order; empty where there is nothing to read. */
  List<Optional<Read>> read(List<Question> questions);
}
