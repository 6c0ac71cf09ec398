package io.glasswatch.stream.sample;

import static org.assertj.core.api.Assertions.assertThat;

import io.glasswatch.contract.Category;
import io.glasswatch.contract.Finding;
import io.glasswatch.contract.Sample;
import io.glasswatch.contract.Severity;
import io.glasswatch.stream.detect.Detection;
import io.glasswatch.stream.detect.Interactions;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Traffic of every pace, with and without a backlog. */
class SamplerModelTest {

  private static final Detection CALM = new Detection(Map.of(), List.of(), "r");
  private static final Detection FLAGGED =
      new Detection(
          Map.of(),
          List.of(new Finding("a.b", Category.SECRET, Severity.WARNING, Optional.empty(), 1)),
          "r");
  private static final double SLACK = 1.5;

  @Test
  void theSharesKeepToTheBudgetAtAnyPace() {
    sequences(200);
  }

  @Test
  @Tag("full")
  void theSharesKeepToTheBudgetInTenThousandTraffics() {
    sequences(10_000);
  }

  private static void sequences(int count) {
    for (long seed = 0; seed < count; seed++) {
      Random random = new Random(seed);
      double budget = 0.1 + random.nextDouble() * 10;
      double perSecond = 1 + random.nextInt(200);
      int flaggedIn = 2 + random.nextInt(50);
      long waiting = random.nextInt(3) == 0 ? random.nextInt(1_000) : 0;
      Sampler sampler = new Sampler(budget);
      Sampler relieved = new Sampler(budget);
      sampler.backlog(waiting);
      double shares = 0;
      double seconds = 40;
      for (int i = 0; i < seconds * perSecond; i++) {
        long nanos = (long) (i / perSecond * 1e9);
        Detection detection = random.nextInt(flaggedIn) == 0 ? FLAGGED : CALM;
        var interaction = Interactions.of("q" + seed + "-" + i, List.of(), "Hello");
        Sample sample = sampler.draw(interaction, detection, nanos);
        Sample without = relieved.draw(interaction, detection, nanos);
        assertThat(sample.probability()).isBetween(0.001, 1.0);
        assertThat(sample.probability()).isLessThanOrEqualTo(without.probability());
        if (detection.flagged()) {
          assertThat(sample.reason()).isEqualTo(Sample.Reason.FLAGGED);
        } else {
          assertThat(sample.explained())
              .isEqualTo(Sampler.uniform(interaction.id()) < sample.probability());
          shares += i > 20 * perSecond ? sample.probability() : 0;
        }
      }
      double least = 0.001 * perSecond;
      assertThat(shares / (seconds - 20))
          .as("expected explanations a second, seed %d", seed)
          .isLessThanOrEqualTo(Math.max(budget, least) * SLACK + least);
    }
  }
}
