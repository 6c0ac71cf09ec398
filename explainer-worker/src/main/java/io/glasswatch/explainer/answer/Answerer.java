package io.glasswatch.explainer.answer;

import io.glasswatch.contract.Explanation;
import io.glasswatch.contract.Explanation.Unexplained;
import io.glasswatch.explainer.intake.Pending;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Function;

/**
 * Makes sure that every request of a batch gets one answer, whatever happens to the others.
 *
 * <p>Requests past their deadline cost no work. A batch that fails is halved until the request that
 * fails stands alone.
 *
 * @param explain explains a batch, one answer a request, in order; may throw
 * @param clock tells whether a deadline has passed
 */
public record Answerer(Function<List<Pending>, List<Explanation>> explain, Clock clock) {

  /**
   * Answers every request of {@code batch}.
   *
   * @param answer told each request with its answer
   */
  public void answer(List<Pending> batch, BiConsumer<Pending, Explanation> answer) {
    List<Pending> inTime = new ArrayList<>();
    for (Pending request : batch) {
      if (request.expiredAt(clock.instant())) {
        answer.accept(request, unexplained(request, Unexplained.EXPIRED, ""));
      } else {
        inTime.add(request);
      }
    }
    if (!inTime.isEmpty()) {
      explainOrSplit(inTime, answer);
    }
  }

  private void explainOrSplit(List<Pending> batch, BiConsumer<Pending, Explanation> answer) {
    List<Explanation> answers;
    try {
      answers = explain.apply(batch);
    } catch (RuntimeException e) {
      if (batch.size() == 1) {
        // The class alone: a message might quote the text.
        String detail = e.getClass().getSimpleName();
        answer.accept(batch.get(0), unexplained(batch.get(0), Unexplained.FAILED, detail));
      } else {
        int half = batch.size() / 2;
        answer(batch.subList(0, half), answer);
        answer(batch.subList(half, batch.size()), answer);
      }
      return;
    }
    for (int i = 0; i < batch.size(); i++) {
      answer.accept(batch.get(i), answers.get(i));
    }
  }

  private Explanation unexplained(Pending request, String reason, String detail) {
    return new Unexplained(request.request().interaction().id(), clock.instant(), reason, detail);
  }
}
