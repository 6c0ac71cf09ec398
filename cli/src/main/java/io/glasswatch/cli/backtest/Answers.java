package io.glasswatch.cli.backtest;

import io.glasswatch.contract.Explanation;
import io.glasswatch.contract.Explanation.Unexplained;
import io.glasswatch.contract.ExplanationRequest;
import io.glasswatch.explainer.Explainer;
import io.glasswatch.explainer.attribute.Question;
import io.glasswatch.explainer.model.ModelSource;
import java.util.List;

/** Who answers the app's requests for explanations. */
interface Answers extends AutoCloseable {

  /** Returns how many requests are best answered together, at least 1. */
  int batch();

  /** Returns one answer a request, in order. */
  List<Explanation> to(List<ExplanationRequest> requests);

  @Override
  void close();

  /** Nobody scores: every request is answered at once by saying so. */
  static Answers none() {
    return new Answers() {
      @Override
      public int batch() {
        return 1;
      }

      @Override
      public List<Explanation> to(List<ExplanationRequest> requests) {
        return requests.stream().map(Answers::unanswered).toList();
      }

      @Override
      public void close() {}
    };
  }

  private static Explanation unanswered(ExplanationRequest request) {
    return new Unexplained(
        request.interaction().id(), request.requestedAt(), Unexplained.NO_ANSWER, "");
  }

  /**
   * The safety model scores each interaction; what drove the scores is not asked.
   *
   * @param model the safety model, under whichever head
   */
  static Answers scores(ModelSource model) {
    Explainer explainer =
        Explainer.with(model, List.of(), Runtime.getRuntime().availableProcessors());
    return new Answers() {
      @Override
      public int batch() {
        return 32;
      }

      @Override
      public List<Explanation> to(List<ExplanationRequest> requests) {
        return explainer.explain(
            requests.stream()
                .map(r -> Question.of(r.interaction(), r.assessment().findings()))
                .toList());
      }

      @Override
      public void close() {
        explainer.close();
      }
    };
  }
}
