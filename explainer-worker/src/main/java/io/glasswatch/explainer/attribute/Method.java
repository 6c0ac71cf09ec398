package io.glasswatch.explainer.attribute;

import io.glasswatch.explainer.model.TextModel;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A way to say which tokens of a text drove a number F that the model gives it. */
public interface Method {

  /** Returns the method's id, as in requests, answers and metrics, with its parameter if any. */
  String id();

  /**
   * Returns the method with {@code parameter}, as in {@code lime:128} or {@code
   * occlusion:sentence}.
   *
   * @throws IllegalArgumentException if the method takes none, or not this one
   */
  default Method with(String parameter) {
    throw new IllegalArgumentException(
        "the attribution method \"%s\" takes no parameter, but was given \"%s\""
            .formatted(id(), parameter));
  }

  /** Returns in one sentence what the scores show, and what they cannot. */
  String shows();

  /** Returns why the method cannot explain {@code model}; empty if it can. */
  default Optional<String> missing(TextModel model) {
    return Optional.empty();
  }

  /** Tells whether the scores mean to add up to F less F of the masked text. */
  default boolean addsUp() {
    return false;
  }

  /** Returns one result an input of {@code batch}, in order. */
  List<Result> explain(WindowBatch batch);

  /**
   * A change of the text that the method found worth showing.
   *
   * @param token the explained token that is replaced, from 0
   * @param with what stands in its place; empty for the mask token
   */
  record Edit(int token, String with) {}

  /**
   * What a method says of one input.
   *
   * @param tokens one score a token, framing tokens included
   * @param quality measures that come with the method, by name; may be empty
   * @param edits changes of the text, together; may be empty
   */
  record Result(double[] tokens, Map<String, Double> quality, List<Edit> edits) {

    public Result {
      quality = Map.copyOf(quality);
      edits = List.copyOf(edits);
    }

    /** Returns scores that come without a measure of their own. */
    public static Result of(double[] tokens) {
      return of(tokens, Map.of());
    }

    /** Returns scores with measures. */
    public static Result of(double[] tokens, Map<String, Double> quality) {
      return new Result(tokens, quality, List.of());
    }
  }
}
