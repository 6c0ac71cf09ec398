package io.glasswatch.explainer.attribute;

import io.glasswatch.explainer.model.PathPoint;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The points of one path so far, from the baseline to the text. F is known at each of them, so that
 * each segment's error is known exactly: what its trapezoid of slopes misses of its change in F.
 */
final class PathNodes {

  private final List<Double> alphas = new ArrayList<>();
  private final List<PathPoint> points = new ArrayList<>();

  /** Adds a point; the order does not matter. */
  void add(double alpha, PathPoint point) {
    int place = 0;
    while (place < alphas.size() && alphas.get(place) < alpha) {
      place++;
    }
    alphas.add(place, alpha);
    points.add(place, point);
  }

  /** Returns how many points there are. */
  int size() {
    return points.size();
  }

  /** Returns F at the text less F at the baseline. */
  double change() {
    return points.get(size() - 1).value() - points.get(0).value();
  }

  /** Returns the sum of the segments' errors, at least 0. */
  double error() {
    return segments().mapToDouble(k -> Math.abs(missed(k))).sum();
  }

  /** Returns the middles of the {@code count} segments with the largest errors. */
  List<Double> next(int count) {
    return segments()
        .boxed()
        .sorted(Comparator.comparingDouble(k -> -Math.abs(missed(k))))
        .limit(count)
        .map(k -> (alphas.get(k) + alphas.get(k + 1)) / 2)
        .toList();
  }

  /**
   * Returns the scores: each segment's trapezoid, and what it misses shared out among the tokens by
   * the size of their slopes there, so that every segment adds up to its change in F.
   */
  double[] scores() {
    double[] scores = new double[points.get(0).gradientTimesDifference().length];
    segments()
        .forEach(
            k -> {
              double[] mean = mean(k);
              double size = Arrays.stream(mean).map(Math::abs).sum();
              double missed = missed(k);
              for (int t = 0; t < scores.length; t++) {
                double share = size == 0 ? 0 : Math.abs(mean[t]) / size;
                scores[t] += mean[t] * width(k) + missed * share;
              }
            });
    return scores;
  }

  private IntStream segments() {
    return IntStream.range(0, size() - 1);
  }

  private double missed(int k) {
    double change = points.get(k + 1).value() - points.get(k).value();
    return change - Arrays.stream(mean(k)).sum() * width(k);
  }

  private double width(int k) {
    return alphas.get(k + 1) - alphas.get(k);
  }

  private double[] mean(int k) {
    double[] left = points.get(k).gradientTimesDifference();
    double[] right = points.get(k + 1).gradientTimesDifference();
    double[] mean = new double[left.length];
    Arrays.setAll(mean, t -> (left[t] + right[t]) / 2);
    return mean;
  }
}
