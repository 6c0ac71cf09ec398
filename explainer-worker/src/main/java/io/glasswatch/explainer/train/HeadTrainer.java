package io.glasswatch.explainer.train;

import io.glasswatch.explainer.model.Category;
import io.glasswatch.explainer.model.SafetyHead;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * Fits a {@link SafetyHead} by stochastic gradient descent (AdamW), the same for the same seed.
 *
 * <p>A text's logit for a category is the largest of its windows', so the gradient flows through
 * that window alone: what is learned is what is served. The loss is the logistic one over the
 * labels that a text's source defines, each weighted by {@link LabelWeights}.
 *
 * <p>Source of the optimiser: Loshchilov, Hutter, "Decoupled Weight Decay Regularization", ICLR
 * 2019.
 */
final class HeadTrainer {

  private static final int OUTPUTS = Category.values().length;
  private static final int BATCH = 64;
  private static final double DECAY = 0.3;
  private static final double RATE = 1e-3;

  private final int hidden;
  private final int epochs;
  private final long seed;

  /**
   * Makes a trainer.
   *
   * @param hidden units in the hidden layer
   * @param epochs passes over the examples
   * @param seed of the first weights and of the order of the examples
   */
  HeadTrainer(int hidden, int epochs, long seed) {
    this.hidden = hidden;
    this.epochs = epochs;
    this.seed = seed;
  }

  /** Returns the head fitted to {@code examples}, its thresholds all at one half. */
  SafetyHead fit(List<Example> examples, String trainedOn) {
    Standardised inputs = Standardised.of(examples);
    Random random = new Random(seed);
    int size = inputs.size();
    Parameters parameters = new Parameters(size, hidden, random);
    LabelWeights weights = LabelWeights.of(examples);
    List<Integer> order = new ArrayList<>();
    for (int e = 0; e < examples.size(); e++) {
      order.add(e);
    }
    int steps = epochs * ((examples.size() + BATCH - 1) / BATCH);
    int step = 0;
    for (int epoch = 0; epoch < epochs; epoch++) {
      Collections.shuffle(order, random);
      for (int from = 0; from < order.size(); from += BATCH) {
        for (int e : order.subList(from, Math.min(from + BATCH, order.size()))) {
          Example example = examples.get(e);
          descend(parameters, inputs.of(example), example.text(), weights);
        }
        double progress = (double) step / steps;
        parameters.update(RATE * 0.5 * (1 + Math.cos(Math.PI * progress)), DECAY);
        step++;
      }
    }
    return inputs.fold(parameters, hidden, trainedOn);
  }

  /** Adds one text's gradient: d loss / d logit = weight (sigmoid(logit) - label). */
  private void descend(
      Parameters parameters, float[][] windows, LabelledText text, LabelWeights weights) {
    float[][] units = new float[windows.length][];
    float[][] logits = new float[windows.length][];
    for (int w = 0; w < windows.length; w++) {
      units[w] = parameters.units(windows[w]);
      logits[w] = parameters.logits(units[w]);
    }
    float[][] slopes = new float[windows.length][];
    text.labels()
        .forEach(
            (category, label) -> {
              int c = category.output();
              int top = 0;
              for (int w = 1; w < logits.length; w++) {
                top = logits[w][c] > logits[top][c] ? w : top;
              }
              if (slopes[top] == null) {
                slopes[top] = new float[OUTPUTS];
              }
              double error = 1 / (1 + Math.exp(-logits[top][c])) - (label ? 1 : 0);
              slopes[top][c] = (float) (weights.of(text.source(), category, label) * error / BATCH);
            });
    for (int w = 0; w < windows.length; w++) {
      if (slopes[w] != null) {
        parameters.accumulate(windows[w], units[w], slopes[w]);
      }
    }
  }

  /**
   * Inputs moved to mean 0 and scaled to deviation 1, which the first layer then takes over.
   *
   * @param mean of each input over the training windows
   * @param deviation of each input
   */
  private record Standardised(float[] mean, float[] deviation) {

    static Standardised of(List<Example> examples) {
      int size = examples.get(0).windows()[0].length;
      double[] sum = new double[size];
      double[] squares = new double[size];
      long count = 0;
      for (Example example : examples) {
        for (float[] window : example.windows()) {
          for (int i = 0; i < size; i++) {
            sum[i] += window[i];
            squares[i] += window[i] * window[i];
          }
          count++;
        }
      }
      float[] mean = new float[size];
      float[] deviation = new float[size];
      for (int i = 0; i < size; i++) {
        mean[i] = (float) (sum[i] / count);
        deviation[i] = (float) Math.sqrt(Math.max(1e-8, squares[i] / count - mean[i] * mean[i]));
      }
      return new Standardised(mean, deviation);
    }

    int size() {
      return mean.length;
    }

    float[][] of(Example example) {
      float[][] windows = new float[example.windows().length][size()];
      for (int w = 0; w < windows.length; w++) {
        for (int i = 0; i < size(); i++) {
          windows[w][i] = (example.windows()[w][i] - mean[i]) / deviation[i];
        }
      }
      return windows;
    }

    /** W1' = W1 / deviation and b1' = b1 - mean W1', so that the head reads raw inputs. */
    SafetyHead fold(Parameters parameters, int hidden, String trainedOn) {
      float[] w1 = parameters.w1.values.clone();
      float[] b1 = parameters.b1.values.clone();
      for (int i = 0; i < size(); i++) {
        for (int u = 0; u < hidden; u++) {
          w1[i * hidden + u] /= deviation[i];
          b1[u] -= mean[i] * w1[i * hidden + u];
        }
      }
      Map<Category, Double> half = new EnumMap<>(Category.class);
      for (Category category : Category.values()) {
        half.put(category, 0.5);
      }
      return new SafetyHead(
          size(),
          hidden,
          w1,
          b1,
          parameters.w2.values.clone(),
          parameters.b2.values.clone(),
          half,
          trainedOn);
    }
  }

  /** The head's weights while they are being learned. */
  private static final class Parameters {

    private final int hidden;
    private final Adam w1;
    private final Adam b1;
    private final Adam w2;
    private final Adam b2;

    Parameters(int inputs, int hidden, Random random) {
      this.hidden = hidden;
      w1 = new Adam(inputs * hidden, random, 1 / Math.sqrt(inputs));
      b1 = new Adam(hidden, random, 0);
      w2 = new Adam(hidden * OUTPUTS, random, 1 / Math.sqrt(hidden));
      b2 = new Adam(OUTPUTS, random, 0);
    }

    float[] units(float[] x) {
      float[] units = b1.values.clone();
      for (int i = 0; i < x.length; i++) {
        float xi = x[i];
        int row = i * hidden;
        for (int u = 0; u < hidden; u++) {
          units[u] += xi * w1.values[row + u];
        }
      }
      for (int u = 0; u < hidden; u++) {
        units[u] = (float) Math.tanh(units[u]);
      }
      return units;
    }

    float[] logits(float[] units) {
      float[] logits = b2.values.clone();
      for (int u = 0; u < hidden; u++) {
        for (int c = 0; c < OUTPUTS; c++) {
          logits[c] += units[u] * w2.values[u * OUTPUTS + c];
        }
      }
      return logits;
    }

    /** With d = dL/dlogits: dW2 = u d^T, du = W2 d, dW1 = x (du (1 - u^2))^T. */
    void accumulate(float[] x, float[] units, float[] d) {
      float[] before = new float[hidden];
      for (int u = 0; u < hidden; u++) {
        float du = 0;
        for (int c = 0; c < OUTPUTS; c++) {
          du += w2.values[u * OUTPUTS + c] * d[c];
          w2.gradient[u * OUTPUTS + c] += units[u] * d[c];
        }
        before[u] = du * (1 - units[u] * units[u]);
        b1.gradient[u] += before[u];
      }
      for (int c = 0; c < OUTPUTS; c++) {
        b2.gradient[c] += d[c];
      }
      for (int i = 0; i < x.length; i++) {
        float xi = x[i];
        int row = i * hidden;
        for (int u = 0; u < hidden; u++) {
          w1.gradient[row + u] += xi * before[u];
        }
      }
    }

    void update(double rate, double decay) {
      w1.update(rate, decay);
      b1.update(rate, 0);
      w2.update(rate, decay);
      b2.update(rate, 0);
    }
  }

  /** One array of weights with its gradient and the optimiser's two moments. */
  private static final class Adam {

    private static final double FIRST = 0.9;
    private static final double SECOND = 0.999;

    private final float[] values;
    private final float[] gradient;
    private final float[] mean;
    private final float[] square;
    private int steps;

    Adam(int size, Random random, double scale) {
      values = new float[size];
      gradient = new float[size];
      mean = new float[size];
      square = new float[size];
      for (int i = 0; i < size; i++) {
        values[i] = (float) (random.nextGaussian() * scale);
      }
    }

    void update(double rate, double decay) {
      steps++;
      float unbiasedMean = (float) (1 / (1 - Math.pow(FIRST, steps)));
      float unbiasedSquare = (float) (1 / (1 - Math.pow(SECOND, steps)));
      for (int i = 0; i < values.length; i++) {
        float g = gradient[i];
        mean[i] = (float) FIRST * mean[i] + (float) (1 - FIRST) * g;
        square[i] = (float) SECOND * square[i] + (float) (1 - SECOND) * g * g;
        float move =
            mean[i] * unbiasedMean / ((float) Math.sqrt(square[i] * unbiasedSquare) + 1e-8f);
        values[i] -= (float) (rate * (move + decay * values[i]));
        gradient[i] = 0;
      }
    }
  }
}
