package io.glasswatch.explainer.attribute;

import java.util.List;
import java.util.Map;

/** A way to say which tokens of a window drove a category. */
public interface Method {

  /** Returns the method's id, as in requests, answers and metrics. */
  String id();

  /** Returns what the method costs, in forward passes of one window. */
  double forwardPasses();

  /** Returns one result a window of {@code batch}, in order. */
  List<Result> explain(WindowBatch batch);

  /**
   * What a method says of one window.
   *
   * @param tokens one score a token, the two framing tokens included
   * @param quality measures that come with the method, by name; may be empty
   */
  record Result(double[] tokens, Map<String, Double> quality) {

    public Result {
      quality = Map.copyOf(quality);
    }

    /** Returns scores that come without a measure of their own. */
    public static Result of(double[] tokens) {
      return new Result(tokens, Map.of());
    }
  }
}
