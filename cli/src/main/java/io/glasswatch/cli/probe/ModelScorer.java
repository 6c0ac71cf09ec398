package io.glasswatch.cli.probe;

import io.glasswatch.contract.Explanation;
import io.glasswatch.contract.Explanation.Explained;
import io.glasswatch.contract.Interaction;
import io.glasswatch.contract.Message;
import io.glasswatch.contract.ModelVersion;
import io.glasswatch.contract.Score;
import io.glasswatch.explainer.Explainer;
import io.glasswatch.explainer.attribute.Question;
import io.glasswatch.explainer.model.ModelSettings.Task;
import io.glasswatch.explainer.model.ModelSource;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * A safety model, which reads each text as a prompt and as its response, so that it is asked for
 * every category. Nothing is explained.
 */
final class ModelScorer implements Scorer, AutoCloseable {

  /** Texts that are read together. */
  private static final int BATCH = 64;

  private static final ModelVersion ANY = new ModelVersion("unknown", "");

  private final Explainer explainer;

  private ModelScorer(Explainer explainer) {
    this.explainer = explainer;
  }

  /**
   * Opens a model.
   *
   * @throws IllegalArgumentException if it is no classifier
   */
  static ModelScorer open(ModelSource source) {
    if (source.settings().task() != Task.CLASSIFICATION) {
      throw new IllegalArgumentException(
          "%s is a language model; only a classifier has scores to compare"
              .formatted(source.identity().name()));
    }
    return new ModelScorer(
        Explainer.with(source, List.of(), Runtime.getRuntime().availableProcessors()));
  }

  @Override
  public List<List<Score>> scores(List<String> texts) {
    List<List<Score>> scores = new ArrayList<>();
    for (int from = 0; from < texts.size(); from += BATCH) {
      List<String> some = texts.subList(from, Math.min(texts.size(), from + BATCH));
      explainer.explain(some.stream().map(ModelScorer::question).toList()).stream()
          .map(ModelScorer::scores)
          .forEach(scores::add);
    }
    return scores;
  }

  private static List<Score> scores(Explanation answer) {
    if (answer instanceof Explained explained) {
      return explained.scores();
    }
    throw new IllegalArgumentException("there is a template in which the model reads nothing");
  }

  private static Question question(String text) {
    return Question.of(
        Interaction.of(
            "probe",
            ANY,
            Instant.EPOCH,
            List.of(new Message(Message.USER, text)),
            List.of(new Message(Message.ASSISTANT, text))),
        List.of());
  }

  @Override
  public void close() {
    explainer.close();
  }
}
