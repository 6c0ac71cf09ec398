package io.glasswatch.explainer.attribute;

import io.glasswatch.explainer.model.Inside;
import io.glasswatch.explainer.model.TextModel;
import io.glasswatch.explainer.model.View;
import java.util.List;
import java.util.Optional;

/**
 * Attention as it is: a token scores the probability it gets, in the mean of all layers, heads and
 * queries. The scores add up to 1.
 */
record RawAttention() implements Method {

  @Override
  public String id() {
    return "attention";
  }

  @Override
  public String shows() {
    return "Where the model looked, in the mean of all heads; not what it used it for: attention is"
        + " not importance.";
  }

  @Override
  public Optional<String> missing(TextModel model) {
    return model.missing(View.INSIDE);
  }

  @Override
  public List<Result> explain(WindowBatch batch) {
    return batch.inside().stream().map(RawAttention::received).map(Result::of).toList();
  }

  private static double[] received(Inside inside) {
    int tokens = inside.attention()[0][0].length;
    double share = 1.0 / inside.layers() / inside.heads() / tokens;
    double[] scores = new double[tokens];
    for (float[][][] layer : inside.attention()) {
      for (float[][] head : layer) {
        for (float[] query : head) {
          for (int key = 0; key < tokens; key++) {
            scores[key] += share * query[key];
          }
        }
      }
    }
    return scores;
  }
}
