package io.glasswatch.explainer.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LengthBatchesTest {

  private static final int TOKENS = 200;

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3})
  void everyWindowRunsOnceAndAnswersInItsPlace(int count) {
    try (Lanes lanes = new Lanes(count)) {
      LengthBatches batches = new LengthBatches(TOKENS, true, lanes);
      List<long[]> windows = windows(new Random(1), 300, 90);
      List<Integer> answers = batches.map(windows, some -> some);
      assertThat(answers).isEqualTo(IntStream.range(0, 300).boxed().toList());
    }
  }

  @Test
  void noRunHoldsMoreThanItMayButALongWindowAlone() {
    try (Lanes lanes = new Lanes(2)) {
      LengthBatches batches = new LengthBatches(TOKENS, true, lanes);
      List<long[]> windows = windows(new Random(2), 200, 250);
      for (List<Integer> run : batches.over(windows)) {
        assertThat(run.size() == 1 || size(windows, run) <= TOKENS).isTrue();
      }
    }
  }

  @Test
  void whereNothingIsPaddedARunHasOneLength() {
    try (Lanes lanes = new Lanes(1)) {
      LengthBatches batches = new LengthBatches(TOKENS, false, lanes);
      List<long[]> windows = windows(new Random(3), 100, 12);
      for (List<Integer> run : batches.over(windows)) {
        assertThat(run).extracting(i -> windows.get(i).length).containsOnly(length(windows, run));
      }
    }
  }

  @Test
  void noOtherGroupingOfTheSortedWindowsCostsLess() {
    Random random = new Random(4);
    try (Lanes lanes = new Lanes(1)) {
      LengthBatches batches = new LengthBatches(TOKENS, true, lanes);
      for (int round = 0; round < 50; round++) {
        List<long[]> windows = windows(random, 1 + random.nextInt(9), 60);
        assertThat(cost(windows, batches.over(windows))).isEqualTo(least(windows));
      }
    }
  }

  @Test
  void workForSeveralLanesIsShared() {
    List<long[]> windows = windows(new Random(5), 4, 0).stream().map(w -> new long[40]).toList();
    try (Lanes one = new Lanes(1);
        Lanes two = new Lanes(2)) {
      assertThat(new LengthBatches(TOKENS, true, one).over(windows)).hasSize(1);
      assertThat(new LengthBatches(TOKENS, true, two).over(windows)).hasSize(2);
    }
  }

  /** Tries every way to cut the windows, sorted by length, into runs. */
  private static int least(List<long[]> windows) {
    List<long[]> sorted =
        windows.stream().sorted((a, b) -> Integer.compare(a.length, b.length)).toList();
    int least = Integer.MAX_VALUE;
    for (int cuts = 0; cuts < 1 << (sorted.size() - 1); cuts++) {
      List<List<Integer>> runs = new ArrayList<>(List.of(new ArrayList<>(List.of(0))));
      for (int i = 1; i < sorted.size(); i++) {
        if ((cuts >> (i - 1) & 1) == 1) {
          runs.add(new ArrayList<>());
        }
        runs.get(runs.size() - 1).add(i);
      }
      boolean allowed =
          runs.stream().allMatch(run -> run.size() == 1 || size(sorted, run) <= TOKENS);
      least = allowed ? Math.min(least, cost(sorted, runs)) : least;
    }
    return least;
  }

  private static int cost(List<long[]> windows, List<List<Integer>> runs) {
    return runs.stream().mapToInt(run -> size(windows, run) + LengthBatches.OF_A_RUN).sum();
  }

  private static int size(List<long[]> windows, List<Integer> run) {
    return run.size() * length(windows, run);
  }

  private static int length(List<long[]> windows, List<Integer> run) {
    return run.stream().mapToInt(i -> windows.get(i).length).max().orElseThrow();
  }

  private static List<long[]> windows(Random random, int count, int longest) {
    return IntStream.range(0, count)
        .mapToObj(i -> new long[1 + random.nextInt(longest + 1)])
        .toList();
  }
}
