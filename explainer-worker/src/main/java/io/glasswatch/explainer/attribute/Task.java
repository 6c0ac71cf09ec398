package io.glasswatch.explainer.attribute;

import io.glasswatch.contract.Span;
import io.glasswatch.explainer.model.Input;
import java.util.List;

/**
 * One interaction to explain.
 *
 * @param target what is explained, e.g. a label's id
 * @param passages the texts that it is explained in, the one first that the verdict came from
 */
public record Task(String target, List<Passage> passages) {

  public Task {
    passages = List.copyOf(passages);
  }

  /**
   * One text, or a window of one.
   *
   * @param input what the model is asked
   * @param spans where its explained tokens stand
   * @param owned whether this passage speaks for each of them, or another that holds it too
   */
  public record Passage(Input input, List<Span> spans, boolean[] owned) {

    public Passage {
      spans = List.copyOf(spans);
      if (spans.size() != input.size() || owned.length != input.size()) {
        throw new IllegalArgumentException(
            "every explained token needs a place: %d tokens, %d places"
                .formatted(input.size(), spans.size()));
      }
    }
  }
}
