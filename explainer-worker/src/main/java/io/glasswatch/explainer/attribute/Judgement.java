package io.glasswatch.explainer.attribute;

import io.glasswatch.contract.Finding;
import io.glasswatch.contract.Score;
import io.glasswatch.explainer.model.Label;
import io.glasswatch.explainer.model.ModelSettings;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * A classifier's opinion of one interaction.
 *
 * <p>A label's score is the largest of the windows it is asked of: one bad passage is enough,
 * wherever it stands. A label that is asked of no text is not scored.
 *
 * @param texts the messages that were read
 * @param logits for each text, shape [windows][outputs]
 * @param settings labels, and whether only one of them holds
 */
public record Judgement(List<ReadText> texts, List<List<double[]>> logits, ModelSettings settings) {

  public Judgement {
    texts = List.copyOf(texts);
    logits = List.copyOf(logits);
  }

  /**
   * One window of one text.
   *
   * @param text index into {@link #texts}
   * @param window index into that text's windows
   * @param score the label's probability there
   */
  public record Place(int text, int window, double score) {}

  /** Tells whether nothing was asked of anything. */
  public boolean isEmpty() {
    return scores().isEmpty();
  }

  /** Returns the score of every label that is asked of some text, in the outputs' order. */
  public List<Score> scores() {
    List<Score> scores = new ArrayList<>();
    for (Label label : settings.labels()) {
      top(label)
          .ifPresent(
              place -> {
                ReadText text = texts.get(place.text());
                scores.add(
                    new Score(
                        label.id(),
                        place.score(),
                        label.threshold(),
                        text.span(text.windows().get(place.window()))));
              });
    }
    return scores;
  }

  /**
   * Returns what is to be explained: the label of the gravest finding that the model knows and that
   * is asked of some text, or else the one that stands highest above its threshold.
   */
  public Label target(List<Finding> findings) {
    return findings.stream()
        .sorted(Comparator.comparing(Finding::severity).reversed())
        .flatMap(finding -> label(finding.category()).stream())
        .filter(label -> top(label).isPresent())
        .findFirst()
        .orElseGet(this::mostConspicuous);
  }

  private Label mostConspicuous() {
    Score top =
        scores().stream()
            .max(Comparator.comparingDouble(s -> s.score() / Math.max(s.threshold(), 1e-6)))
            .orElseThrow();
    return label(top.category()).orElseThrow();
  }

  private Optional<Label> label(String id) {
    return settings.labels().stream().filter(label -> label.id().equals(id)).findFirst();
  }

  /** Returns the windows that {@code label} is asked of, the highest score first. */
  public List<Place> places(Label label) {
    List<Place> places = new ArrayList<>();
    for (int t = 0; t < texts.size(); t++) {
      if (label.appliesTo(texts.get(t).where())) {
        for (int w = 0; w < logits.get(t).size(); w++) {
          places.add(new Place(t, w, probability(logits.get(t).get(w), label.output())));
        }
      }
    }
    places.sort(Comparator.comparingDouble(Place::score).reversed());
    return places;
  }

  private Optional<Place> top(Label label) {
    return places(label).stream().findFirst();
  }

  /** Returns the label that would hold in the place of {@code label}; empty if several may. */
  public Optional<Label> next(Place place, Label label) {
    double[] at = logits.get(place.text()).get(place.window());
    return settings.labels().stream()
        .filter(other -> settings.exclusive() && !other.equals(label))
        .max(Comparator.comparingDouble(other -> at[other.output()]));
  }

  /** Returns the F from which on the label counts as found. */
  public double boundary(Label label) {
    boolean several = settings.exclusive() && settings.labels().size() > 2;
    double threshold = Math.min(Math.max(label.threshold(), 1e-6), 1 - 1e-6);
    return several ? 0 : Math.log(threshold / (1 - threshold));
  }

  private double probability(double[] logits, int output) {
    if (!settings.exclusive() || logits.length == 1) {
      return 1 / (1 + Math.exp(-logits[output]));
    }
    double largest = Arrays.stream(logits).max().orElseThrow();
    double sum = Arrays.stream(logits).map(l -> Math.exp(l - largest)).sum();
    return Math.exp(logits[output] - largest) / sum;
  }
}
