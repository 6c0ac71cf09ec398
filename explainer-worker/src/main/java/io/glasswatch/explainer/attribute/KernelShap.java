package io.glasswatch.explainer.attribute;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Shapley values of the tokens, where a token that does not take part is masked.
 *
 * <p>See {@link ShapleyFit}. As many coalitions are tried as are asked for, and at least twice as
 * many as there are tokens. The scores add up to {@code F(x) - F(all masked)}; framing tokens score
 * 0. Needs no gradient.
 *
 * @param samples coalitions to try, at least 2
 * @param seed of the coalitions: the same window gets the same scores
 */
record KernelShap(int samples, long seed) implements Method {

  /** 64 coalitions, or two a token. */
  static final KernelShap DEFAULT = new KernelShap(64, 1);

  @Override
  public String id() {
    return "kernel-shap";
  }

  @Override
  public double forwardPasses() {
    return samples + 2;
  }

  @Override
  public List<Result> explain(WindowBatch batch) {
    List<Result> results = new ArrayList<>();
    for (int w = 0; w < batch.windows().size(); w++) {
      results.add(Result.of(scores(batch, w)));
    }
    return results;
  }

  private double[] scores(WindowBatch batch, int w) {
    long[] window = batch.windows().get(w);
    int tokens = window.length - 2;
    double[] scores = new double[window.length];
    if (tokens == 0) {
      return scores;
    }
    long mask = batch.model().mask();
    List<long[]> inputs = new ArrayList<>();
    inputs.add(Masked.keeping(window, new boolean[tokens], mask));
    inputs.add(window);
    if (tokens == 1) {
      double[] ends = Masked.logits(batch, w, inputs);
      scores[1] = ends[1] - ends[0];
      return scores;
    }
    ShapleyFit fit = ShapleyFit.sample(tokens, Math.max(samples, 2 * tokens), seed);
    for (boolean[] coalition : fit.coalitions()) {
      inputs.add(Masked.keeping(window, coalition, mask));
    }
    double[] logits = Masked.logits(batch, w, inputs);
    double[] worth = Arrays.copyOfRange(logits, 2, logits.length);
    System.arraycopy(fit.values(worth, logits[0], logits[1]), 0, scores, 1, tokens);
    return scores;
  }
}
