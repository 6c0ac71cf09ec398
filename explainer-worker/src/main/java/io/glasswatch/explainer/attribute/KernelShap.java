package io.glasswatch.explainer.attribute;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Shapley values of the tokens, where a token that does not take part is masked.
 *
 * <p>See {@link ShapleyFit}. As many coalitions are tried as are asked for, and at least twice as
 * many as there are tokens. The scores add up to {@code F(x) - F(all masked)}. Needs no gradient.
 *
 * @param samples coalitions to try, at least 2
 * @param seed of the coalitions: the same text gets the same scores
 */
record KernelShap(int samples, long seed) implements Method {

  /** 64 coalitions, or two a token. */
  static final KernelShap DEFAULT = new KernelShap(64, 1);

  @Override
  public String id() {
    return equals(DEFAULT) ? "kernel-shap" : "kernel-shap:" + samples;
  }

  /** Takes the number of samples. */
  @Override
  public Method with(String parameter) {
    return new KernelShap(Methods.count(parameter, "kernel-shap", 8), seed);
  }

  @Override
  public String shows() {
    return "A fair share where tokens act together, estimated; not more than its samples allow.";
  }

  @Override
  public boolean addsUp() {
    return true;
  }

  @Override
  public List<Result> explain(WindowBatch batch) {
    double[] values = batch.values();
    double[] masked = batch.masked();
    List<Result> results = new ArrayList<>();
    for (int w = 0; w < batch.size(); w++) {
      results.add(Result.of(batch.spread(w, scores(batch, w, masked[w], values[w]))));
    }
    return results;
  }

  private double[] scores(WindowBatch batch, int w, double none, double all) {
    int tokens = batch.inputs().get(w).size();
    if (tokens < 2) {
      double[] alone = new double[tokens];
      Arrays.fill(alone, all - none);
      return alone;
    }
    ShapleyFit fit = ShapleyFit.sample(tokens, Math.max(samples, 2 * tokens), seed);
    double[] worth = batch.keeping(w, Arrays.asList(fit.coalitions()));
    return fit.values(worth, none, all);
  }
}
