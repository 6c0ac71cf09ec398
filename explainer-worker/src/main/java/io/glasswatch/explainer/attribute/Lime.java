package io.glasswatch.explainer.attribute;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * LIME: the weights of a linear model that is fitted to F of texts with some tokens masked, those
 * nearest to the whole text counting most.
 *
 * <p>A text with a share d of its tokens masked has the weight {@code exp(-d^2 / width^2)}; the fit
 * has a free constant and a small ridge. Needs no gradient.
 *
 * <p>Source: Ribeiro, Singh, Guestrin, "Why Should I Trust You?", KDD 2016.
 *
 * @param samples masked texts to try, and at least two a token
 * @param width of the kernel, more than 0
 * @param seed of the texts: the same text gets the same scores
 */
record Lime(int samples, double width, long seed) implements Method {

  static final Lime DEFAULT = new Lime(64, 0.5, 1);

  private static final double RIDGE = 1e-4;

  @Override
  public String id() {
    return equals(DEFAULT) ? "lime" : "lime:" + samples;
  }

  /** Takes the number of samples. */
  @Override
  public Method with(String parameter) {
    return new Lime(Methods.count(parameter, "lime", 8), width, seed);
  }

  @Override
  public String shows() {
    return "The slope of the score as tokens go missing near the text, estimated; not where the"
        + " score bends.";
  }

  @Override
  public List<Result> explain(WindowBatch batch) {
    double[] values = batch.values();
    List<Result> results = new ArrayList<>();
    for (int w = 0; w < batch.size(); w++) {
      results.add(Result.of(batch.spread(w, scores(batch, w, values[w]))));
    }
    return results;
  }

  private double[] scores(WindowBatch batch, int w, double whole) {
    int tokens = batch.inputs().get(w).size();
    if (tokens == 0) {
      return new double[0];
    }
    List<boolean[]> drawn = drawn(tokens);
    double[] values = batch.keeping(w, drawn);
    LeastSquares fit = new LeastSquares(tokens + 1, RIDGE);
    double[] all = new double[tokens + 1];
    Arrays.fill(all, 1);
    fit.add(all, whole, 1);
    for (int s = 0; s < drawn.size(); s++) {
      double[] row = new double[tokens + 1];
      int masked = 0;
      for (int t = 0; t < tokens; t++) {
        row[t] = drawn.get(s)[t] ? 1 : 0;
        masked += drawn.get(s)[t] ? 0 : 1;
      }
      row[tokens] = 1;
      double distance = (double) masked / tokens / width;
      fit.add(row, values[s], Math.exp(-distance * distance));
    }
    return Arrays.copyOf(fit.solution(), tokens);
  }

  /** Each draw masks a number of tokens that is drawn first, all numbers alike. */
  private List<boolean[]> drawn(int tokens) {
    Random random = new Random(seed);
    List<Integer> order = new ArrayList<>(IntStream.range(0, tokens).boxed().toList());
    List<boolean[]> drawn = new ArrayList<>();
    for (int s = 0; s < Math.max(samples, 2 * tokens); s++) {
      boolean[] kept = new boolean[tokens];
      Arrays.fill(kept, true);
      Collections.shuffle(order, random);
      order.subList(0, 1 + random.nextInt(tokens)).forEach(t -> kept[t] = false);
      drawn.add(kept);
    }
    return drawn;
  }
}
