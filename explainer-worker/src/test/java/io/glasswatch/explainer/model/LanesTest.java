package io.glasswatch.explainer.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class LanesTest {

  @Test
  @Timeout(30)
  void runsAreDoneSideBySide() {
    CountDownLatch bothRun = new CountDownLatch(2);
    Supplier<Boolean> run =
        () -> {
          bothRun.countDown();
          try {
            bothRun.await();
            return true;
          } catch (InterruptedException e) {
            return false;
          }
        };
    try (Lanes lanes = new Lanes(2)) {
      assertThat(lanes.run(List.of(run, run))).containsExactly(true, true);
    }
  }

  @Test
  void aFailureIsToldWhenAllRunsHaveEnded() {
    AtomicInteger ended = new AtomicInteger();
    Supplier<Integer> fails =
        () -> {
          throw new IllegalArgumentException("this run fails");
        };
    List<Supplier<Integer>> runs = new ArrayList<>(Collections.nCopies(8, ended::incrementAndGet));
    runs.add(0, fails);
    try (Lanes lanes = new Lanes(2)) {
      assertThatThrownBy(() -> lanes.run(runs)).hasMessage("this run fails");
    }
    assertThat(ended).hasValue(8);
  }
}
