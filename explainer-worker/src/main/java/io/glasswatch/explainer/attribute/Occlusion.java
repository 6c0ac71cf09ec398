package io.glasswatch.explainer.attribute;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Occlusion: a token scores {@code F(x) - F(x with it masked)}. Costs one forward pass a token;
 * needs no gradient.
 *
 * <p>Source: Zeiler, Fergus, "Visualizing and Understanding Convolutional Networks", ECCV 2014.
 */
record Occlusion() implements Method {

  @Override
  public String id() {
    return "occlusion";
  }

  @Override
  public String shows() {
    return "The fall of the score when the token is masked, which was really tried; not tokens that"
        + " only matter together.";
  }

  @Override
  public List<Result> explain(WindowBatch batch) {
    double[] values = batch.values();
    List<Result> results = new ArrayList<>();
    for (int w = 0; w < batch.size(); w++) {
      double[] without = batch.keeping(w, eachMasked(batch.inputs().get(w).size()));
      double[] scores = new double[without.length];
      for (int t = 0; t < scores.length; t++) {
        scores[t] = values[w] - without[t];
      }
      results.add(Result.of(batch.spread(w, scores)));
    }
    return results;
  }

  /** Returns which tokens are kept when each is masked alone, one row a token. */
  static List<boolean[]> eachMasked(int tokens) {
    List<boolean[]> rows = new ArrayList<>();
    for (int t = 0; t < tokens; t++) {
      boolean[] kept = new boolean[tokens];
      Arrays.fill(kept, true);
      kept[t] = false;
      rows.add(kept);
    }
    return rows;
  }
}
