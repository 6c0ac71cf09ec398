package io.glasswatch.explainer.model;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.BinaryOperator;
import java.util.function.Function;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/** Inputs run together with those that some of them are compared with, and their differences. */
final class Compared {

  private Compared() {}

  /**
   * Returns one result an input: {@code run}'s, less that of what the input is compared with.
   *
   * @param run works on any inputs and returns one result each, in order
   */
  static <T> List<T> over(
      List<Input> inputs, Function<List<Input>, List<T>> run, BinaryOperator<T> minus) {
    List<Input> both = new ArrayList<>(inputs);
    inputs.forEach(input -> input.rather().ifPresent(both::add));
    List<T> results = run.apply(both);
    List<T> differences = new ArrayList<>();
    int next = inputs.size();
    for (int i = 0; i < inputs.size(); i++) {
      boolean isCompared = inputs.get(i).rather().isPresent();
      differences.add(
          isCompared ? minus.apply(results.get(i), results.get(next++)) : results.get(i));
    }
    return differences;
  }

  /** Returns {@code numbers}, one an input, and behind them those of the inputs compared. */
  static double[] alike(List<Input> inputs, double[] numbers) {
    IntStream compared =
        IntStream.range(0, inputs.size()).filter(i -> inputs.get(i).rather().isPresent());
    return DoubleStream.concat(Arrays.stream(numbers), compared.mapToDouble(i -> numbers[i]))
        .toArray();
  }

  /** Returns F of each input as {@code run} finds it, less F of what it is compared with. */
  static double[] values(List<Input> inputs, Function<List<Input>, List<Double>> run) {
    return over(inputs, run, (a, b) -> a - b).stream().mapToDouble(v -> v).toArray();
  }

  /** Returns a - b where both have a number; what a has more stays. */
  static double[] minus(double[] a, double[] b) {
    double[] difference = a.clone();
    for (int i = 0; i < Math.min(a.length, b.length); i++) {
      difference[i] -= b[i];
    }
    return difference;
  }

  /** Returns a - b where both have a row, in the place of a. */
  static float[][] minus(float[][] a, float[][] b) {
    for (int t = 0; t < Math.min(a.length, b.length); t++) {
      for (int h = 0; h < a[t].length; h++) {
        a[t][h] -= b[t][h];
      }
    }
    return a;
  }
}
