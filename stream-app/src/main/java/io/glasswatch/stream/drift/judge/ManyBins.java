package io.glasswatch.stream.drift.judge;

import io.glasswatch.contract.Require;
import java.util.function.ToDoubleBiFunction;

/**
 * A distance over three bins or more, held against its limit law: that of the population stability
 * index or a multiple of it.
 *
 * <p>With {@code n} observations in the window and {@code m} in the reference, {@code PSI / (1/n +
 * 1/m)} tends to a chi-square law with one degree of freedom less than there are bins. It is close
 * where every bin expects {@link Bins#ENOUGH} observations of the window.
 *
 * @param score the distance
 * @param size {@code 1/n + 1/m}, times the multiple
 * @param degrees bins less one, at least 1
 */
record ManyBins(double score, double size, int degrees) implements Comparison {

  ManyBins {
    Require.that(degrees >= 1, "degrees must be at least 1, but were %d", degrees);
  }

  static ManyBins of(
      long[] window, long[] reference, ToDoubleBiFunction<long[], long[]> distance, double ofPsi) {
    double size = 1.0 / Counts.total(window) + 1.0 / Counts.total(reference);
    return new ManyBins(distance.applyAsDouble(window, reference), size * ofPsi, window.length - 1);
  }

  @Override
  public double pValue() {
    return ChiSquare.upperTail(score / size, degrees);
  }

  @Override
  public double threshold(double alpha) {
    return ChiSquare.upperQuantile(alpha, degrees) * size;
  }
}
