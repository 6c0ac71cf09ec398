package io.glasswatch.explainer.attribute;

import io.glasswatch.explainer.model.PathPoint;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The points of one path so far, from the baseline to the text. Between them each token's slope is
 * the monotone cubic of Fritsch and Carlson, which never overshoots. F is known at the points, so
 * that what each segment misses of its change in F is known exactly.
 *
 * <p>Source: Fritsch, Butland, "A Method for Constructing Local Monotone Piecewise Cubic
 * Interpolants", SIAM Journal on Scientific and Statistical Computing 5(2), 1984.
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
    double[][] parts = integrals();
    return segments().mapToDouble(k -> Math.abs(missed(parts[k], k))).sum();
  }

  /**
   * Returns the middles of the {@code count} segments over which the tokens' slopes change most,
   * the change weighted by the segment's width.
   */
  List<Double> next(int count) {
    return segments()
        .boxed()
        .sorted(Comparator.comparingDouble(k -> -bend(k)))
        .limit(count)
        .map(k -> (alphas.get(k) + alphas.get(k + 1)) / 2)
        .toList();
  }

  /**
   * Returns the scores: each segment's integral, and what it misses shared out among the tokens by
   * the size of their parts, so that every segment adds up to its change in F.
   */
  double[] scores() {
    double[] scores = new double[slopes(0).length];
    double[][] parts = integrals();
    for (int k = 0; k < parts.length; k++) {
      double size = Arrays.stream(parts[k]).map(Math::abs).sum();
      double missed = missed(parts[k], k);
      for (int t = 0; t < scores.length; t++) {
        double share = size == 0 ? 0 : Math.abs(parts[k][t]) / size;
        scores[t] += parts[k][t] + missed * share;
      }
    }
    return scores;
  }

  /** Returns the integral of each token's slope over each segment; shape [segments][tokens]. */
  private double[][] integrals() {
    double[][] integrals = new double[size() - 1][slopes(0).length];
    for (int t = 0; t < slopes(0).length; t++) {
      double[] tangents = tangents(t);
      for (int k = 0; k < integrals.length; k++) {
        double h = width(k);
        double ends = slopes(k)[t] + slopes(k + 1)[t];
        integrals[k][t] = h * ends / 2 + h * h * (tangents[k] - tangents[k + 1]) / 12;
      }
    }
    return integrals;
  }

  /** Returns the cubic's derivative at each point; 0 where the slope turns. */
  private double[] tangents(int token) {
    double[] tangents = new double[size()];
    tangents[0] = atEnd(0, 1, token);
    tangents[size() - 1] = atEnd(size() - 2, size() - 3, token);
    for (int k = 1; k < size() - 1; k++) {
      double before = chord(k - 1, token);
      double after = chord(k, token);
      if (before * after > 0) {
        double left = 2 * width(k) + width(k - 1);
        double right = width(k) + 2 * width(k - 1);
        tangents[k] = (left + right) / (left / before + right / after);
      }
    }
    return tangents;
  }

  /** The parabola's through the end's two segments, as far as it keeps the end's monotone. */
  private double atEnd(int end, int inner, int token) {
    double chord = chord(end, token);
    if (chord == 0) {
      return 0;
    }
    double steeper = 1 - chord(inner, token) / chord;
    double factor = 1 + steeper * width(end) / (width(end) + width(inner));
    return chord * Math.max(0, Math.min(3, factor));
  }

  private double chord(int k, int token) {
    return (slopes(k + 1)[token] - slopes(k)[token]) / width(k);
  }

  private double bend(int k) {
    double change = 0;
    for (int t = 0; t < slopes(k).length; t++) {
      change += Math.abs(slopes(k + 1)[t] - slopes(k)[t]);
    }
    return change * width(k);
  }

  private IntStream segments() {
    return IntStream.range(0, size() - 1);
  }

  private double missed(double[] parts, int k) {
    double change = points.get(k + 1).value() - points.get(k).value();
    return change - Arrays.stream(parts).sum();
  }

  private double width(int k) {
    return alphas.get(k + 1) - alphas.get(k);
  }

  private double[] slopes(int k) {
    return points.get(k).gradientTimesDifference();
  }
}
