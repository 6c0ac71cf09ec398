package io.glasswatch.explainer.model;

import io.glasswatch.contract.Require;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/**
 * Windows grouped into runs of similar length, and the runs done side by side.
 *
 * <p>Padding costs as much as text. So the groups are those that cost least together, where a run
 * costs its tokens, padding counted, and {@value #OF_A_RUN} more.
 *
 * @param tokens the most tokens of one run, padding counted; a longer window runs alone
 * @param padded whether windows of different lengths may share a run
 * @param lanes where the runs are done
 */
record LengthBatches(int tokens, boolean padded, Lanes lanes) {

  /** What a run of MiniLM costs beside its tokens, in tokens: 5 ms of 0.5 ms each. */
  static final int OF_A_RUN = 10;

  /** Fewer tokens than this are not worth a run of their own. */
  private static final int OF_A_SHARE = 4 * OF_A_RUN;

  LengthBatches {
    Require.that(tokens >= 1, "a batch must hold at least 1 token, but %d", tokens);
  }

  /** Works on the windows with the given indexes and returns one result a window, in order. */
  @FunctionalInterface
  interface Run<T> {
    List<T> over(List<Integer> indexes);
  }

  /** Returns one result a window, in the windows' order, whatever order they ran in. */
  <T> List<T> map(List<long[]> windows, Run<T> run) {
    List<List<Integer>> batches = over(windows);
    List<Supplier<List<T>>> runs = new ArrayList<>();
    batches.forEach(indexes -> runs.add(() -> run.over(indexes)));
    List<List<T>> done = lanes.run(runs);
    List<T> results = new ArrayList<>(Collections.nCopies(windows.size(), null));
    for (int b = 0; b < done.size(); b++) {
      for (int i = 0; i < done.get(b).size(); i++) {
        results.set(batches.get(b).get(i), done.get(b).get(i));
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

  /** Returns the indexes of {@code windows} in batches, longest first. */
  List<List<Integer>> over(List<long[]> windows) {
    List<Integer> order =
        IntStream.range(0, windows.size())
            .boxed()
            .sorted(Comparator.comparingInt(i -> windows.get(i).length))
            .toList();
    int[] lengths = order.stream().mapToInt(i -> windows.get(i).length).toArray();
    int[] starts = starts(lengths, share(lengths));
    Deque<List<Integer>> batches = new ArrayDeque<>();
    for (int end = lengths.length; end > 0; end = starts[end]) {
      batches.add(order.subList(starts[end], end));
    }
    return List.copyOf(batches);
  }

  /** The most tokens of one run, so that every lane gets one if there is enough to do. */
  private int share(int[] lengths) {
    if (lanes.count() == 1) {
      return tokens;
    }
    int each = Arrays.stream(lengths).sum() / lanes.count() + 1;
    return Math.min(tokens, Math.max(each, OF_A_SHARE));
  }

  /**
   * Returns where the last run of the first {@code end} windows begins, for each {@code end}, if
   * all runs together shall cost least.
   *
   * @param lengths of the windows, rising
   * @param most tokens of a run
   */
  private int[] starts(int[] lengths, int most) {
    long[] costs = new long[lengths.length + 1];
    int[] starts = new int[lengths.length + 1];
    for (int end = 1; end <= lengths.length; end++) {
      int longest = lengths[end - 1];
      costs[end] = Long.MAX_VALUE;
      for (int start = end - 1; start >= 0; start--) {
        long size = (long) (end - start) * longest;
        boolean alone = end - start == 1;
        if (!alone && (size > most || (!padded && lengths[start] < longest))) {
          break;
        }
        long cost = costs[start] + OF_A_RUN + size;
        if (cost < costs[end]) {
          costs[end] = cost;
          starts[end] = start;
        }
      }
    }
    return starts;
  }
}
