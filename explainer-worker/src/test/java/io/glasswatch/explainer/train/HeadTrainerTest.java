package io.glasswatch.explainer.train;

import static org.assertj.core.api.Assertions.assertThat;

import io.glasswatch.explainer.model.Category;
import io.glasswatch.explainer.model.SafetyHead;
import io.glasswatch.explainer.train.LabelledText.Use;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class HeadTrainerTest {

  private static final HeadTrainer TEST = new HeadTrainer(4, 300, 1);

  @Test
  void aSeparableCategoryIsLearned() {
    SafetyHead head = TEST.fit(examples(200), "test");
    List<Judged> judged = examples(100).stream().map(e -> Judged.by(head, e)).toList();
    assertThat(Measurement.ranking(judged, Category.HATE).auroc()).isGreaterThan(0.99);
  }

  @Test
  void theSameSeedGivesTheSameWeights() {
    assertThat(TEST.fit(examples(50), "test")).isEqualTo(TEST.fit(examples(50), "test"));
  }

  @Test
  void aCategoryNobodyKnowsHasNoInfluence() {
    SafetyHead head = TEST.fit(examples(50), "test");
    List<Judged> judged = examples(50).stream().map(e -> Judged.by(head, e)).toList();
    assertThat(Measurement.rankings(judged, Category.SEXUAL)).isEmpty();
  }

  @Test
  void oneBadWindowMakesTheText() {
    SafetyHead head = TEST.fit(examples(200), "test");
    float[] harmless = {-1, 0, 0};
    float[] bad = {1, 0, 0};
    LabelledText text = text(true);
    double alone =
        Judged.by(head, new Example(text, new float[][] {bad})).probability(Category.HATE);
    double among =
        Judged.by(head, new Example(text, new float[][] {harmless, bad, harmless}))
            .probability(Category.HATE);
    assertThat(among).isEqualTo(alone);
  }

  /** The first of three inputs tells the category, the others are noise. */
  private static List<Example> examples(int count) {
    Random random = new Random(count);
    List<Example> examples = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      boolean hateful = i % 3 == 0;
      float signal = (hateful ? 1 : -1) + (float) random.nextGaussian() / 4;
      float[] window = {signal, (float) random.nextGaussian(), (float) random.nextGaussian()};
      examples.add(new Example(text(hateful), new float[][] {window}));
    }
    return examples;
  }

  private static LabelledText text(boolean hateful) {
    return new LabelledText(
        "test", Category.Side.RESPONSE, "text", "group", Map.of(Category.HATE, hateful), Use.TRAIN);
  }
}
