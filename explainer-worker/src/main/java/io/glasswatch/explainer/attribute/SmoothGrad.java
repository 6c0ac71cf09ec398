package io.glasswatch.explainer.attribute;

import io.glasswatch.explainer.model.Input;
import io.glasswatch.explainer.model.TextModel;
import io.glasswatch.explainer.model.View;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/**
 * SmoothGrad: the gradient in the mean of noisy copies of the text, times the difference to the
 * mask token's embedding. The noise is normal, {@code noise} times the embeddings' own deviation.
 *
 * <p>Source: Smilkov et al., "SmoothGrad: Removing Noise by Adding Noise", 2017.
 *
 * @param samples noisy copies, at least 1
 * @param noise standard deviation of the noise, as a share of that of the embeddings
 * @param seed of the noise: the same text gets the same scores
 */
record SmoothGrad(int samples, double noise, long seed) implements Method {

  static final SmoothGrad DEFAULT = new SmoothGrad(16, 0.1, 1);

  @Override
  public String id() {
    return equals(DEFAULT) ? "smoothgrad" : "smoothgrad:" + samples;
  }

  /** Takes the number of noisy copies. */
  @Override
  public Method with(String parameter) {
    return new SmoothGrad(Methods.count(parameter, "smoothgrad", 1), noise, seed);
  }

  @Override
  public String shows() {
    return "Gradient x input without its finest wrinkles; not effects beyond the nearest"
        + " neighbourhood of the text.";
  }

  @Override
  public Optional<String> missing(TextModel model) {
    return model.missing(View.PATH);
  }

  @Override
  public List<Result> explain(WindowBatch batch) {
    List<float[][]> gradients =
        batch
            .model()
            .gradients(batch.repeated(samples), i -> drawn(batch, i / samples, i % samples));
    float[] mask = batch.model().embedding(batch.model().mask());
    List<Result> results = new ArrayList<>();
    for (int w = 0; w < batch.size(); w++) {
      Input input = batch.inputs().get(w);
      double[] scores = new double[input.ids().length];
      for (int t = input.from(); t < input.to(); t++) {
        float[] x = batch.model().embedding(input.ids()[t]);
        for (int s = 0; s < samples; s++) {
          float[] gradient = gradients.get(w * samples + s)[t];
          for (int h = 0; h < x.length; h++) {
            scores[t] += (x[h] - mask[h]) * gradient[h] / samples;
          }
        }
      }
      results.add(Result.of(scores));
    }
    return results;
  }

  private float[][] drawn(WindowBatch batch, int w, int sample) {
    if (w >= batch.size()) {
      return new float[0][];
    }
    Input input = batch.inputs().get(w);
    Random random = new Random(31 * seed + sample);
    float[][] drawn = new float[input.to()][];
    for (int t = 0; t < input.to(); t++) {
      float[] x = batch.model().embedding(input.ids()[t]);
      double scale = t < input.from() ? 0 : noise * deviation(x);
      drawn[t] = new float[x.length];
      for (int h = 0; h < x.length; h++) {
        drawn[t][h] = (float) (scale * random.nextGaussian());
      }
    }
    return drawn;
  }

  private static double deviation(float[] x) {
    double mean = 0;
    double squares = 0;
    for (float v : x) {
      mean += v / x.length;
      squares += (double) v * v / x.length;
    }
    return Math.sqrt(Math.max(0, squares - mean * mean));
  }
}
