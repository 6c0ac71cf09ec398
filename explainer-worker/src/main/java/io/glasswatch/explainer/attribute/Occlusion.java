package io.glasswatch.explainer.attribute;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Occlusion: a token scores {@code F(x) - F(x with it masked)}, in logits. Costs one forward pass a
 * token; needs no gradient. Framing tokens score 0.
 *
 * <p>Source: Zeiler, Fergus, "Visualizing and Understanding Convolutional Networks", ECCV 2014.
 */
record Occlusion() implements Method {

  @Override
  public String id() {
    return "occlusion";
  }

  @Override
  public double forwardPasses() {
    return 127;
  }

  @Override
  public List<Result> explain(WindowBatch batch) {
    List<Result> results = new ArrayList<>();
    for (int w = 0; w < batch.windows().size(); w++) {
      long[] window = batch.windows().get(w);
      List<long[]> inputs = new ArrayList<>(List.of(window));
      for (int t = 1; t < window.length - 1; t++) {
        boolean[] kept = new boolean[window.length - 2];
        Arrays.fill(kept, true);
        kept[t - 1] = false;
        inputs.add(Masked.keeping(window, kept, batch.model().mask()));
      }
      double[] logits = Masked.logits(batch, w, inputs);
      double[] scores = new double[window.length];
      for (int t = 1; t < window.length - 1; t++) {
        scores[t] = logits[0] - logits[t];
      }
      results.add(Result.of(scores));
    }
    return results;
  }
}
