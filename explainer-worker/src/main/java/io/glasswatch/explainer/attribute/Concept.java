package io.glasswatch.explainer.attribute;

import io.glasswatch.explainer.model.Input;
import io.glasswatch.explainer.model.Inside;
import io.glasswatch.explainer.model.TextModel;
import io.glasswatch.explainer.model.View;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Concept directions (TCAV): in each layer, the direction from the mean state of texts without a
 * concept to that of texts with it, scaled to length 1; a token scores the slope of F along it,
 * {@code dF/dh . direction}, in the mean of the layers. Quality: the slope by layer, all tokens
 * together, as {@code layer_0} and so on.
 *
 * <p>The directions are found anew for every batch: two sets of short texts cost a run each.
 *
 * <p>Source: Kim et al., "Interpretability Beyond Feature Attribution: TCAV", ICML 2018, with the
 * difference of means in the place of a linear classifier.
 *
 * @param with texts that show the concept, at least one
 * @param without texts that do not, at least one
 */
public record Concept(List<String> with, List<String> without) implements Method {

  private static final int MOST_TOKENS = 48;

  public Concept {
    with = List.copyOf(with);
    without = List.copyOf(without);
    if (with.isEmpty() || without.isEmpty()) {
      throw new IllegalArgumentException("a concept needs texts with it and texts without it");
    }
  }

  /** Returns the concept that is shipped: orders to set instructions aside. */
  static Concept overruling() {
    return new Concept(lines("concept-overruling.txt"), lines("concept-plain.txt"));
  }

  private static List<String> lines(String resource) {
    try (BufferedReader reader =
        new BufferedReader(
            new InputStreamReader(
                Concept.class.getResourceAsStream(resource), StandardCharsets.UTF_8))) {
      return reader.lines().filter(line -> !line.isBlank()).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public String id() {
    return "concept";
  }

  @Override
  public String shows() {
    return "Where a step towards the concept would raise the score; not whether the text holds the"
        + " concept, and no more than the example texts make of it.";
  }

  @Override
  public Optional<String> missing(TextModel model) {
    return model.missing(View.INSIDE);
  }

  @Override
  public List<Result> explain(WindowBatch batch) {
    if (batch.size() == 0) {
      return List.of();
    }
    double[][] directions = directions(batch.model(), batch.inputs().get(0));
    return batch.inside().stream().map(inside -> slopes(inside, directions)).toList();
  }

  private static Result slopes(Inside inside, double[][] directions) {
    float[][][] gradients = inside.hiddenGradient();
    double[] scores = new double[gradients[0].length];
    Map<String, Double> layers = new TreeMap<>();
    for (int l = 0; l < gradients.length; l++) {
      for (int t = 0; t < scores.length; t++) {
        double slope = 0;
        for (int i = 0; i < directions[l].length; i++) {
          slope += gradients[l][t][i] * directions[l][i];
        }
        scores[t] += slope / gradients.length;
        layers.merge("layer_" + l, slope, Double::sum);
      }
    }
    return Result.of(scores, layers);
  }

  /** Returns the unit direction of each layer, shape [layers][width]. */
  private double[][] directions(TextModel model, Input like) {
    double[][] direction = means(model, with, like);
    double[][] other = means(model, without, like);
    for (int l = 0; l < direction.length; l++) {
      double squares = 0;
      for (int i = 0; i < direction[l].length; i++) {
        direction[l][i] -= other[l][i];
        squares += direction[l][i] * direction[l][i];
      }
      double length = Math.max(Math.sqrt(squares), 1e-12);
      for (int i = 0; i < direction[l].length; i++) {
        direction[l][i] /= length;
      }
    }
    return direction;
  }

  private static double[][] means(TextModel model, List<String> texts, Input like) {
    List<Input> inputs = new ArrayList<>();
    for (String text : texts) {
      long[] ids = model.tokenizer().tokens(text).ids();
      long[] framed =
          model.tokenizer().framed(Arrays.copyOf(ids, Math.min(ids.length, MOST_TOKENS)));
      inputs.add(
          like.perToken()
              ? Input.ofTokens(framed, 0, framed.length, new float[framed.length])
              : Input.ofClassifier(framed, 0, framed.length, like.weights(), 0));
    }
    List<Inside> inside = model.inside(inputs);
    int layers = inside.get(0).layers();
    double[][] means = new double[layers][inside.get(0).hidden()[0][0].length];
    for (Inside one : inside) {
      for (int l = 0; l < layers; l++) {
        int tokens = one.hidden()[l].length;
        for (float[] state : one.hidden()[l]) {
          for (int i = 0; i < state.length; i++) {
            means[l][i] += state[i] / tokens / inside.size();
          }
        }
      }
    }
    return means;
  }
}
