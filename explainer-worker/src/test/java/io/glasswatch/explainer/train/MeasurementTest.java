package io.glasswatch.explainer.train;

import static org.assertj.core.api.Assertions.assertThat;

import io.glasswatch.explainer.model.Category;
import io.glasswatch.explainer.model.Category.Side;
import io.glasswatch.explainer.train.LabelledText.Use;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class MeasurementTest {

  private static final List<String> SOURCES = List.of("presidio_pii", "cvalues_zh");

  /** Each category alone may find 1 %; the five that apply, hitting other texts, may not. */
  @Test
  void harmlessTextsAreFoundByAnyCategoryTogetherAsRarelyAsAsked() {
    List<Judged> texts = judged(4000);
    Map<Category, Double> thresholds = Measurement.thresholds(texts);

    assertThat(meanFound(texts, thresholds)).isBetween(0.002, 0.004);
    assertThat(thresholds.get(Category.HATE)).isLessThan(1);
  }

  @Test
  void refusalsHaveAShareOfTheirOwn() {
    List<Judged> texts = judged(4000);
    double threshold = Measurement.thresholds(texts).get(Category.REFUSAL);

    assertThat(Measurement.ranking(texts, Category.REFUSAL).negatives())
        .satisfies(n -> assertThat(Ranking.share(n, threshold)).isBetween(0.008, 0.01));
  }

  private static double meanFound(List<Judged> texts, Map<Category, Double> thresholds) {
    return Measurement.benign(texts).values().stream()
        .mapToDouble(some -> Measurement.anyFound(some, thresholds))
        .average()
        .orElseThrow();
  }

  /** Harmless responses whose probabilities are spread unevenly, each category by itself. */
  private static List<Judged> judged(int each) {
    Random random = new Random(1);
    List<Judged> judged = new ArrayList<>();
    for (String source : SOURCES) {
      for (int i = 0; i < each; i++) {
        Map<Category, Boolean> labels = new EnumMap<>(Category.class);
        double[] logits = new double[Category.values().length];
        for (Category category : Category.values()) {
          double p = 0.5 + 0.5 * random.nextDouble() * random.nextDouble() * random.nextDouble();
          logits[category.output()] = Math.log(p / (1 - p));
          if (category.appliesTo(Side.RESPONSE)) {
            labels.put(category, false);
          }
        }
        LabelledText text =
            new LabelledText(source, Side.RESPONSE, "t" + i, "g" + i, labels, Use.TRAIN);
        judged.add(new Judged(text, logits));
      }
    }
    return judged;
  }
}
