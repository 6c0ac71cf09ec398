package io.glasswatch.explainer.attribute;

import io.glasswatch.contract.Finding;
import io.glasswatch.contract.Score;
import io.glasswatch.explainer.model.Category;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The safety model's opinion of one interaction.
 *
 * <p>A category's score is the largest of the windows it is asked of: one bad passage is enough,
 * wherever it stands. A category that is asked of no text is not scored.
 *
 * @param texts the messages that were read, at least one
 * @param logits for each text, shape [windows][categories]
 * @param thresholds probability from which on a category counts as found
 */
public record Judgement(
    List<ReadText> texts, List<List<double[]>> logits, Map<Category, Double> thresholds) {

  public Judgement {
    texts = List.copyOf(texts);
    logits = List.copyOf(logits);
  }

  /**
   * One window of one text.
   *
   * @param text index into {@link #texts}
   * @param window index into that text's windows
   * @param logit the target's logit there
   */
  public record Place(int text, int window, double logit) {}

  /** Returns the score of every category that is asked of some text, in the head's order. */
  public List<Score> scores() {
    List<Score> scores = new ArrayList<>();
    for (Category category : Category.values()) {
      top(category)
          .ifPresent(
              place -> {
                ReadText text = texts.get(place.text());
                scores.add(
                    new Score(
                        category.id(),
                        probability(place.logit()),
                        thresholds.get(category),
                        text.span(text.windows().get(place.window()))));
              });
    }
    return scores;
  }

  /**
   * Returns what is to be explained: the category of the gravest finding that the head knows and
   * that is asked of some text, or else the category that stands highest above its threshold.
   */
  public Category target(List<Finding> findings) {
    return findings.stream()
        .sorted(Comparator.comparing(Finding::severity).reversed())
        .flatMap(finding -> Category.of(finding.category()).stream())
        .filter(category -> top(category).isPresent())
        .findFirst()
        .orElseGet(this::mostConspicuous);
  }

  private Category mostConspicuous() {
    Score top =
        scores().stream()
            .max(Comparator.comparingDouble(score -> score.score() / score.threshold()))
            .orElseThrow();
    return Category.of(top.category()).orElseThrow();
  }

  /** Returns the windows that {@code category} is asked of, the highest logit first. */
  public List<Place> places(Category category) {
    List<Place> places = new ArrayList<>();
    for (int t = 0; t < texts.size(); t++) {
      if (texts.get(t).asks(category)) {
        for (int w = 0; w < logits.get(t).size(); w++) {
          places.add(new Place(t, w, logits.get(t).get(w)[category.output()]));
        }
      }
    }
    places.sort(Comparator.comparingDouble(Place::logit).reversed());
    return places;
  }

  private Optional<Place> top(Category category) {
    return places(category).stream().findFirst();
  }

  private static double probability(double logit) {
    return 1 / (1 + Math.exp(-logit));
  }
}
