package io.glasswatch.stream.sample;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.glasswatch.contract.Category;
import io.glasswatch.contract.Finding;
import io.glasswatch.contract.Sample;
import io.glasswatch.contract.Severity;
import io.glasswatch.stream.detect.Detection;
import io.glasswatch.stream.detect.Interactions;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SamplerTest {

  private static final Detection CALM = new Detection(Map.of(), List.of(), "r");
  private static final Detection FLAGGED =
      new Detection(
          Map.of(),
          List.of(new Finding("a.b", Category.SECRET, Severity.WARNING, Optional.empty(), 1)),
          "r");
  private static final long SECOND = 1_000_000_000L;

  @Test
  void everyFlaggedInteractionIsDrawnWhateverTheBudget() {
    Sampler sampler = new Sampler(0.001);
    for (int i = 0; i < 1_000; i++) {
      assertThat(draw(sampler, i, FLAGGED, 0)).isEqualTo(new Sample(Sample.Reason.FLAGGED, 1));
    }
  }

  @Test
  void theDrawKeepsToTheBudget() {
    Sampler sampler = new Sampler(5);
    long drawn = 0;
    for (int i = 0; i < 100_000; i++) {
      long nanos = i * SECOND / 100;
      boolean explained = draw(sampler, i, CALM, nanos).explained();
      drawn += explained && nanos > 100 * SECOND ? 1 : 0;
    }
    assertThat(drawn / 900.0).isCloseTo(5, within(0.4));
  }

  @Test
  void theFlaggedCountAgainstTheBudget() {
    Sampler sampler = new Sampler(5);
    long drawn = 0;
    for (int i = 0; i < 100_000; i++) {
      long nanos = i * SECOND / 100;
      boolean explained = draw(sampler, i, i % 25 == 0 ? FLAGGED : CALM, nanos).explained();
      drawn += explained && nanos > 100 * SECOND ? 1 : 0;
    }
    assertThat(drawn / 900.0).isCloseTo(5, within(0.4));
  }

  @Test
  void quietTrafficIsExplainedWhole() {
    Sampler sampler = new Sampler(5);
    for (int i = 0; i < 100; i++) {
      assertThat(draw(sampler, i, CALM, i * SECOND))
          .isEqualTo(new Sample(Sample.Reason.SAMPLED, 1));
    }
  }

  @Test
  void aBacklogLowersTheShare() {
    Sampler sampler = new Sampler(5);
    sampler.backlog(50);

    assertThat(draw(sampler, 1, CALM, 0).probability()).isEqualTo(0.1);
  }

  @Test
  void theSameInteractionIsDrawnAgainAtTheSameShare() {
    for (int i = 0; i < 100; i++) {
      assertThat(draw(new Sampler(1), i, CALM, 7)).isEqualTo(draw(new Sampler(1), i, CALM, 9));
    }
  }

  @Test
  void totalsWeightedByTheRecordedShareAreUnbiased() {
    Sampler sampler = new Sampler(3);
    double truth = 0;
    double estimate = 0;
    for (int i = 0; i < 200_000; i++) {
      long nanos = i * SECOND / (20 + i / 2_000);
      double value = 1 + i % 7;
      Sample sample = draw(sampler, i, i % 50 == 0 ? FLAGGED : CALM, nanos);
      truth += value;
      estimate += sample.explained() ? value / sample.probability() : 0;
    }
    assertThat(estimate / truth).isCloseTo(1, within(0.05));
  }

  @Test
  void theHashIsUniform() {
    int[] bins = new int[20];
    for (int i = 0; i < 100_000; i++) {
      bins[(int) (20 * Sampler.uniform("conversation-7/turn-" + i))]++;
    }
    for (int bin : bins) {
      assertThat(bin).isBetween(4_700, 5_300);
    }
  }

  private static Sample draw(Sampler sampler, int id, Detection detection, long nanos) {
    return sampler.draw(Interactions.of("i-" + id, List.of(), ""), detection, nanos);
  }
}
