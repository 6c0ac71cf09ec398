package io.glasswatch.explainer.attribute;

import io.glasswatch.explainer.model.Input;
import io.glasswatch.explainer.model.PathPoint;
import io.glasswatch.explainer.model.TextModel;
import io.glasswatch.explainer.model.View;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Integrated gradients with points where the path bends.
 *
 * <p>With {@code x} the token embeddings and {@code b} those of the text with its explained tokens
 * masked, token {@code t} scores {@code sum_h (x - b)[t][h] * integral_0^1 dF/dx[t][h] (b + a (x -
 * b)) da}. The path begins with five points; then the segments over which the slopes change most
 * are halved until the integrals miss at most {@code tolerance} of the change in F, which is known
 * at every point, or the budget is spent. What is still missed is shared out within its segment: an
 * approximation. Quality: {@code gradient_evaluations}, and as {@code completeness_gap} the share
 * of the change that had to be shared out so, the misses of all segments added without their signs.
 *
 * <p>Source: Sundararajan, Taly, Yan, "Axiomatic Attribution for Deep Networks", ICML 2017; the use
 * of F at the points: Yang, Wang, Bilgic, "IDGI", CVPR 2023.
 *
 * @param budget the most gradients of one text, at least 5
 * @param tolerance the error that is good enough, more than 0
 */
public record IntegratedGradients(int budget, double tolerance) implements Method {

  /** Gradients that were taken. */
  public static final String GRADIENT_EVALUATIONS = "gradient_evaluations";

  /** The share of the change that the scores miss, or missed before it was shared out. */
  public static final String COMPLETENESS_GAP = "completeness_gap";

  /** At most 16 gradients, or until 1 % is missed. */
  public static final IntegratedGradients DEFAULT = new IntegratedGradients(16, 0.01);

  /** A change below this has no meaningful share. */
  private static final double SMALLEST_CHANGE = 1e-3;

  private static final List<Double> FIRST = List.of(0.0, 0.25, 0.5, 0.75, 1.0);

  /** Segments that are halved at a time, so that points of one text share a run. */
  private static final int AT_A_TIME = 3;

  @Override
  public String id() {
    return equals(DEFAULT) ? "integrated-gradients" : "integrated-gradients:" + budget;
  }

  /** Takes the most gradients of one text. */
  @Override
  public Method with(String parameter) {
    return new IntegratedGradients(Methods.count(parameter, "integrated-gradients", 5), tolerance);
  }

  @Override
  public String shows() {
    return "A share of the whole change from the masked text to the text; not what another"
        + " beginning than the mask token would say.";
  }

  @Override
  public Optional<String> missing(TextModel model) {
    return model.missing(View.PATH);
  }

  @Override
  public boolean addsUp() {
    return true;
  }

  @Override
  public List<Result> explain(WindowBatch batch) {
    List<PathNodes> paths = new ArrayList<>();
    Map<Integer, List<Double>> wanted = new LinkedHashMap<>();
    for (int w = 0; w < batch.size(); w++) {
      paths.add(new PathNodes());
      wanted.put(w, FIRST);
    }
    while (!wanted.isEmpty()) {
      take(batch, wanted, paths);
      wanted.clear();
      for (int w = 0; w < batch.size(); w++) {
        PathNodes path = paths.get(w);
        int left = budget - path.size();
        if (left > 0 && share(path) > tolerance) {
          wanted.put(w, path.next(Math.min(left, AT_A_TIME)));
        }
      }
    }
    return paths.stream().map(IntegratedGradients::result).toList();
  }

  private static Result result(PathNodes path) {
    return Result.of(
        path.scores(),
        Map.of(GRADIENT_EVALUATIONS, (double) path.size(), COMPLETENESS_GAP, share(path)));
  }

  private static double share(PathNodes path) {
    return path.error() / Math.max(Math.abs(path.change()), SMALLEST_CHANGE);
  }

  /** Takes the wanted points of all texts; they share runs. */
  private static void take(
      WindowBatch batch, Map<Integer, List<Double>> wanted, List<PathNodes> paths) {
    List<Input> inputs = new ArrayList<>();
    List<Double> alphas = new ArrayList<>();
    List<PathNodes> owners = new ArrayList<>();
    wanted.forEach(
        (w, points) ->
            points.forEach(
                alpha -> {
                  inputs.add(batch.inputs().get(w));
                  alphas.add(alpha);
                  owners.add(paths.get(w));
                }));
    List<PathPoint> taken =
        batch.model().points(inputs, alphas.stream().mapToDouble(v -> v).toArray());
    for (int i = 0; i < taken.size(); i++) {
      owners.get(i).add(alphas.get(i), taken.get(i));
    }
  }

  /** Returns what {@code scores} leave unexplained of {@code change}, as a share of it. */
  public static double gap(double[] scores, double change) {
    return Math.abs(Arrays.stream(scores).sum() - change)
        / Math.max(Math.abs(change), SMALLEST_CHANGE);
  }

  /** Returns the scores by a fixed rule, of the inputs in {@code which}; to compare with. */
  public static List<double[]> integrals(WindowBatch batch, List<Integer> which, Quadrature rule) {
    int points = rule.nodes().length;
    List<Input> inputs = new ArrayList<>();
    double[] alphas = new double[which.size() * points];
    for (int w : which) {
      for (int k = 0; k < points; k++) {
        alphas[inputs.size()] = rule.nodes()[k];
        inputs.add(batch.inputs().get(w));
      }
    }
    List<PathPoint> gradients = batch.model().points(inputs, alphas);
    List<double[]> sums = new ArrayList<>();
    for (int i = 0; i < which.size(); i++) {
      double[] sum = new double[inputs.get(i * points).ids().length];
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
