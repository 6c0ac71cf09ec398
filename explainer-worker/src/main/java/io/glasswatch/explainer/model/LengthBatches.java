package io.glasswatch.explainer.model;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Windows grouped into runs of similar length, so that little of a run is padding.
 *
 * @param tokens the most tokens of one run, padding counted; a longer window runs alone
 * @param padded whether windows of different lengths may share a run
 */
record LengthBatches(int tokens, boolean padded) {

  LengthBatches {
    if (tokens < 1) {
      throw new IllegalArgumentException(
          "a batch must hold at least 1 token, but %d".formatted(tokens));
    }
  }

  /** Works on the windows with the given indexes and returns one result a window, in order. */
  @FunctionalInterface
  interface Run<T> {
    List<T> over(List<Integer> indexes);
  }

  /** Returns one result a window, in the windows' order, whatever order they ran in. */
  <T> List<T> map(List<long[]> windows, Run<T> run) {
    List<T> results = new ArrayList<>(Collections.nCopies(windows.size(), null));
    for (List<Integer> indexes : over(windows)) {
      List<T> some = run.over(indexes);
      for (int i = 0; i < indexes.size(); i++) {
        results.set(indexes.get(i), some.get(i));
      }
    }
    return results;
  }

  /** Works on inputs of similar length and returns one result an input, in order. */
  @FunctionalInterface
  interface PaddedRun<T> {
    List<T> over(PaddedBatch batch, List<Input> inputs);
  }

  /** Returns one result an input, in the inputs' order, whatever order they ran in. */
  <T> List<T> padded(List<Input> inputs, PaddedRun<T> run) {
    return map(
        inputs.stream().map(Input::ids).toList(),
        indexes -> {
          List<Input> some = indexes.stream().map(inputs::get).toList();
          return run.over(PaddedBatch.of(some), some);
        });
  }

  /** Returns the indexes of {@code windows} in batches, shortest first. */
  List<List<Integer>> over(List<long[]> windows) {
    List<Integer> order =
        IntStream.range(0, windows.size())
            .boxed()
            .sorted(Comparator.comparingInt(i -> windows.get(i).length))
            .toList();
    List<List<Integer>> batches = new ArrayList<>();
    int from = 0;
    for (int i = 0; i < order.size(); i++) {
      int length = windows.get(order.get(i)).length;
      boolean full = (long) (i - from + 1) * length > tokens;
      boolean longer = length > windows.get(order.get(from)).length;
      if (i > from && (full || (longer && !padded))) {
        batches.add(order.subList(from, i));
        from = i;
      }
    }
    if (from < order.size()) {
      batches.add(order.subList(from, order.size()));
    }
    return batches;
  }
}
