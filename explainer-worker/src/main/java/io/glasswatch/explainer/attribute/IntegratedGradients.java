package io.glasswatch.explainer.attribute;

import io.glasswatch.explainer.model.Category;
import io.glasswatch.explainer.model.PathPoint;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Integrated gradients with as many path points as the window needs.
 *
 * <p>With {@code x} the token embeddings and {@code b} the mask token's embedding at every
 * position, token {@code t} scores {@code sum_h (x - b)[t][h] * integral_0^1 dF/dx[t][h] (b + a (x
 * - b)) da}. The integral is taken by Gauss-Legendre quadrature; its points are doubled until the
 * completeness gap {@code |sum of scores - (F(x) - F(b))| / |F(x) - F(b)|} is at most {@code
 * tolerance} or the ladder ends. Quality: {@code completeness_gap}, and {@code
 * gradient_evaluations} in all.
 *
 * <p>Source: Sundararajan, Taly, Yan, "Axiomatic Attribution for Deep Networks", ICML 2017.
 *
 * @param ladder numbers of points to try, rising
 * @param tolerance the gap that is good enough, more than 0
 */
record IntegratedGradients(List<Integer> ladder, double tolerance) implements Method {

  /** How much of the change in the logit the scores leave unexplained, as a share. */
  static final String COMPLETENESS_GAP = "completeness_gap";

  /** Gradients that were taken. */
  static final String GRADIENT_EVALUATIONS = "gradient_evaluations";

  /** From 8 points to 32, until 1 % is left. */
  static final IntegratedGradients DEFAULT = new IntegratedGradients(List.of(8, 16, 32), 0.01);

  /** A change below this, in logits, has no meaningful share. */
  private static final double SMALLEST_CHANGE = 1e-3;

  @Override
  public String id() {
    return "integrated-gradients";
  }

  @Override
  public double forwardPasses() {
    return 2.0 * ladder.get(0) + 4;
  }

  @Override
  public List<Result> explain(WindowBatch batch) {
    int count = batch.windows().size();
    double[] changes = changes(batch);
    List<Result> results = new ArrayList<>(Collections.nCopies(count, Result.of(new double[0])));
    List<Integer> open = new ArrayList<>(IntStream.range(0, count).boxed().toList());
    int evaluations = 2;
    for (int points : ladder) {
      evaluations += points;
      List<double[]> sums = integrals(batch, open, GaussLegendre.of(points));
      List<Integer> still = new ArrayList<>();
      for (int i = 0; i < open.size(); i++) {
        int window = open.get(i);
        double change = changes[window];
        double gap =
            Math.abs(Arrays.stream(sums.get(i)).sum() - change)
                / Math.max(Math.abs(change), SMALLEST_CHANGE);
        results.set(
            window,
            new Result(
                sums.get(i),
                Map.of(COMPLETENESS_GAP, gap, GRADIENT_EVALUATIONS, (double) evaluations)));
        if (gap > tolerance) {
          still.add(window);
        }
      }
      open = still;
    }
    return results;
  }

  /** Returns F(x) - F(b) of each window. */
  private static double[] changes(WindowBatch batch) {
    int count = batch.windows().size();
    double[] alphas = new double[2 * count];
    Arrays.fill(alphas, count, 2 * count, 1);
    List<long[]> windows = new ArrayList<>(batch.windows());
    windows.addAll(batch.windows());
    List<Category> targets = new ArrayList<>(batch.targets());
    targets.addAll(batch.targets());
    List<PathPoint> ends = batch.model().points(windows, targets, alphas);
    double[] changes = new double[count];
    for (int i = 0; i < count; i++) {
      changes[i] = ends.get(count + i).logit() - ends.get(i).logit();
    }
    return changes;
  }

  /** Returns the scores of the windows in {@code which}; the points of all of them share runs. */
  private static List<double[]> integrals(
      WindowBatch batch, List<Integer> which, GaussLegendre rule) {
    int points = rule.nodes().length;
    List<long[]> windows = new ArrayList<>();
    List<Category> targets = new ArrayList<>();
    double[] alphas = new double[which.size() * points];
    for (int i = 0; i < which.size(); i++) {
      for (int k = 0; k < points; k++) {
        alphas[windows.size()] = rule.nodes()[k];
        windows.add(batch.windows().get(which.get(i)));
        targets.add(batch.targets().get(which.get(i)));
      }
    }
    List<PathPoint> gradients = batch.model().points(windows, targets, alphas);
    List<double[]> sums = new ArrayList<>();
    for (int i = 0; i < which.size(); i++) {
      double[] sum = new double[batch.windows().get(which.get(i)).length];
      for (int k = 0; k < points; k++) {
        double[] gradient = gradients.get(i * points + k).gradientTimesDifference();
        for (int t = 0; t < sum.length; t++) {
          sum[t] += rule.weights()[k] * gradient[t];
        }
      }
      sums.add(sum);
    }
    return sums;
  }
}
