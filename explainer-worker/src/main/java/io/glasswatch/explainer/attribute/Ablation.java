package io.glasswatch.explainer.attribute;

import io.glasswatch.explainer.model.Inside;
import io.glasswatch.explainer.model.TextModel;
import io.glasswatch.explainer.model.View;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Causal ablation of attention heads: each is switched off alone, and the fall of F is shared out
 * among the tokens as that head looks at them (in the mean of its queries). Quality: the fall by
 * layer, all its heads together in the sum, as {@code layer_0}, {@code layer_1} and so on. Costs
 * one forward pass a head.
 *
 * <p>Source: Michel, Levy, Neubig, "Are Sixteen Heads Really Better than One?", NeurIPS 2019.
 */
record Ablation() implements Method {

  @Override
  public String id() {
    return "ablation";
  }

  @Override
  public String shows() {
    return "Which heads the score depends on, and where those look; not what heads do together, nor"
        + " that a token a head looks at is what it needs.";
  }

  @Override
  public Optional<String> missing(TextModel model) {
    return model.missing(View.GATES).or(() -> model.missing(View.INSIDE));
  }

  @Override
  public List<Result> explain(WindowBatch batch) {
    double[] values = batch.values();
    List<Inside> inside = batch.inside();
    List<double[]> scores = new ArrayList<>();
    batch.inputs().forEach(input -> scores.add(new double[input.ids().length]));
    List<Map<String, Double>> falls = new ArrayList<>();
    batch.inputs().forEach(input -> falls.add(new TreeMap<>()));
    int layers = inside.isEmpty() ? 0 : inside.get(0).layers();
    for (int l = 0; l < layers; l++) {
      for (int h = 0; h < inside.get(0).heads(); h++) {
        double[] without = batch.model().without(batch.inputs(), new int[] {l, h});
        for (int w = 0; w < batch.size(); w++) {
          double fall = values[w] - without[w];
          falls.get(w).merge("layer_" + l, fall, Double::sum);
          share(fall, inside.get(w).attention()[l][h], scores.get(w));
        }
      }
    }
    List<Result> results = new ArrayList<>();
    for (int w = 0; w < batch.size(); w++) {
      results.add(new Result(scores.get(w), falls.get(w), Collections.emptyList()));
    }
    return results;
  }

  private static void share(double fall, float[][] head, double[] scores) {
    for (float[] query : head) {
      for (int key = 0; key < scores.length; key++) {
        scores[key] += fall * query[key] / head.length;
      }
    }
  }
}
