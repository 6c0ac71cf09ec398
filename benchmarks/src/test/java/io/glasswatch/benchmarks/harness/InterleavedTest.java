package io.glasswatch.benchmarks.harness;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.glasswatch.benchmarks.harness.Comparison.Passes;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import org.junit.jupiter.api.Test;

class InterleavedTest {

  private final List<String> order = new ArrayList<>();

  /** A contender whose passes take these seconds for 100 records, and half of it on a processor. */
  private Contender taking(String name, double... seconds) {
    Queue<Cost> costs = new ArrayDeque<>();
    for (double s : seconds) {
      costs.add(new Cost(100, s, s / 2));
    }
    return new Contender(
        name,
        () -> {
          order.add(name);
          return costs.remove();
        });
  }

  private Comparison compare(Contender base, Contender again, Contender other) throws Exception {
    return new Interleaved(1, 3, what -> {})
        .run("test", () -> order.add("prepare"), base, again, List.of(other));
  }

  @Test
  void contendersWorkByTurnsAndTheBaseAlsoLast() throws Exception {
    compare(taking("a", 1, 1, 1, 1), taking("A", 1, 1, 1, 1), taking("b", 1, 1, 1, 1));
    assertThat(order.subList(0, 8))
        .containsExactly("prepare", "a", "b", "A", "prepare", "a", "b", "A");
    assertThat(order).hasSize(16);
  }

  @Test
  void theWarmUpIsNotCountedAndTheMedianIsTold() throws Exception {
    Comparison told =
        compare(taking("a", 99, 1, 4, 2), taking("A", 99, 2, 2, 2), taking("b", 99, 8, 4, 4));
    assertThat(told.base().rate()).isEqualTo(50);
    assertThat(told.base().cpuMicros()).isCloseTo(1e4, within(1e-6));
    assertThat(told.rateRatio("b")).isEqualTo(0.5);
    assertThat(told.cpuRatio("b")).isEqualTo(2);
    assertThat(told.rateControl()).isEqualTo(1);
    assertThat(told.tooNoisy()).isEmpty();
  }

  @Test
  void aBaseThatDiffersFromItselfByMoreThanATenthIsTooNoisy() throws Exception {
    Comparison told =
        compare(taking("a", 1, 1, 1, 1), taking("A", 1, 1.2, 1.2, 1), taking("b", 1, 1, 1, 1));
    assertThat(told.tooNoisy())
        .containsExactly(
            "test: records/s (A/A 0.83): too noisy", "test: CPU a record (A/A 1.20): too noisy");
    assertThat(Report.of(List.of(told), java.util.Map.of()).tooNoisy()).hasSize(2);
  }

  @Test
  void aMedianOfEvenlyManyLiesBetweenTheMiddleTwo() {
    Passes passes =
        new Passes(
            "p",
            List.of(new Cost(1, 1, 0), new Cost(3, 1, 0), new Cost(5, 1, 0), new Cost(100, 1, 0)));
    assertThat(passes.rate()).isEqualTo(4);
  }
}
