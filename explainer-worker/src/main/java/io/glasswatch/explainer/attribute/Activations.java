package io.glasswatch.explainer.attribute;

import io.glasswatch.explainer.model.Input;
import io.glasswatch.explainer.model.Inside;
import io.glasswatch.explainer.model.TextModel;
import io.glasswatch.explainer.model.View;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Layer activations: how far a token's state is from what it would be if all explained tokens were
 * masked, {@code |h(x) - h(masked)|} in the mean of what enters the layers. Quality: the mean over
 * tokens by layer, as {@code layer_0} and so on.
 */
record Activations() implements Method {

  @Override
  public String id() {
    return "activations";
  }

  @Override
  public String shows() {
    return "Where the text moves the model's inner state, layer by layer; not whether that matters"
        + " to the score.";
  }

  @Override
  public Optional<String> missing(TextModel model) {
    return model.missing(View.INSIDE);
  }

  @Override
  public List<Result> explain(WindowBatch batch) {
    List<Input> masked =
        batch.inputs().stream().map(input -> input.masked(batch.model().mask())).toList();
    List<Inside> states = batch.inside();
    List<Inside> without = batch.model().inside(masked);
    List<Result> results = new ArrayList<>();
    for (int w = 0; w < batch.size(); w++) {
      results.add(moved(states.get(w).hidden(), without.get(w).hidden()));
    }
    return results;
  }

  private static Result moved(float[][][] states, float[][][] without) {
    int tokens = states[0].length;
    double[] scores = new double[tokens];
    Map<String, Double> layers = new TreeMap<>();
    for (int l = 0; l < states.length; l++) {
      for (int t = 0; t < tokens; t++) {
        double squares = 0;
        for (int i = 0; i < states[l][t].length; i++) {
          double step = states[l][t][i] - without[l][t][i];
          squares += step * step;
        }
        scores[t] += Math.sqrt(squares) / states.length;
        layers.merge("layer_" + l, Math.sqrt(squares) / tokens, Double::sum);
      }
    }
    return Result.of(scores, layers);
  }
}
