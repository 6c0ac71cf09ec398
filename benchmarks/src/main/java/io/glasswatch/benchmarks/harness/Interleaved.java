package io.glasswatch.benchmarks.harness;

import io.glasswatch.benchmarks.harness.Comparison.Passes;
import io.glasswatch.contract.Require;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Lets contenders work by turns, so that whatever else the machine does meets all of them alike.
 * The base works first and last in each round; the first rounds warm up and are not counted.
 *
 * @param warmUps rounds that are not counted, at least 1
 * @param rounds rounds that are counted, at least 1
 * @param progress told of each round
 */
public record Interleaved(int warmUps, int rounds, Consumer<String> progress) {

  public Interleaved {
    Require.that(warmUps >= 1, "warmUps must be at least 1, but were %d", warmUps);
    Require.that(rounds >= 1, "rounds must be at least 1, but were %d", rounds);
  }

  /** Returns what the work within this process costs. */
  public Comparison run(String title, Contender base, List<Contender> others) throws Exception {
    return run(title, () -> {}, base, base, others);
  }

  /**
   * Returns what the contenders cost.
   *
   * @param prepare called before each round; not counted
   * @param again does the same as {@code base}, for the control
   */
  public Comparison run(
      String title, Contender.Work prepare, Contender base, Contender again, List<Contender> others)
      throws Exception {
    List<Contender> order = new ArrayList<>(List.of(base));
    order.addAll(others);
    order.add(again);
    List<List<Cost>> costs = new ArrayList<>();
    order.forEach(contender -> costs.add(new ArrayList<>()));
    for (int round = 1 - warmUps; round <= rounds; round++) {
      progress.accept(
          round < 1
              ? title + ": warming up"
              : "%s: round %d of %d".formatted(title, round, rounds));
      prepare.run();
      for (int i = 0; i < order.size(); i++) {
        Cost cost = order.get(i).pass().run();
        if (round >= 1) {
          costs.get(i).add(cost);
        }
      }
    }
    List<Passes> passes = new ArrayList<>();
    for (int i = 0; i < order.size(); i++) {
      passes.add(new Passes(order.get(i).name(), costs.get(i)));
    }
    int last = order.size() - 1;
    return new Comparison(title, passes.get(0), passes.get(last), passes.subList(1, last));
  }
}
