package io.glasswatch.explainer.attribute;

import io.glasswatch.contract.Attribution;
import io.glasswatch.contract.TokenScore;
import io.glasswatch.explainer.attribute.Task.Passage;
import io.glasswatch.explainer.model.Input;
import io.glasswatch.explainer.model.TextModel;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Runs methods on the passages of many tasks at once and merges passages back into texts.
 *
 * <p>A token that stands in several windows takes its score from the one that owns it. What a
 * method costs is shared out by the number of passages.
 *
 * @param model what explains
 * @param methods what to run, in the order of the answer
 */
public record Attributor(TextModel model, List<Method> methods) {

  /** Returns the accounts of each task, one a method, in order. */
  public List<List<Account>> attribute(List<Task> tasks) {
    List<Input> inputs =
        tasks.stream().flatMap(task -> task.passages().stream()).map(Passage::input).toList();
    WindowBatch batch = new WindowBatch(model, inputs);
    List<List<Account>> accounts = new ArrayList<>();
    tasks.forEach(task -> accounts.add(new ArrayList<>()));
    if (inputs.isEmpty()) {
      return accounts;
    }
    for (Method method : methods) {
      long begun = System.nanoTime();
      long before = model.work().forwardEquivalents();
      List<Method.Result> results = method.explain(batch);
      double share = 1.0 / inputs.size();
      double work = (model.work().forwardEquivalents() - before) * share;
      double seconds = (System.nanoTime() - begun) / 1e9 * share;
      int next = 0;
      for (int t = 0; t < tasks.size(); t++) {
        int passages = tasks.get(t).passages().size();
        List<Method.Result> own = results.subList(next, next + passages);
        accounts
            .get(t)
            .add(
                new Account(
                    merge(method.id(), tasks.get(t), own),
                    own.get(0),
                    work * passages,
                    seconds * passages));
        next += passages;
      }
    }
    return accounts;
  }

  private static Attribution merge(String method, Task task, List<Method.Result> results) {
    List<TokenScore> scores = new ArrayList<>();
    for (int p = 0; p < results.size(); p++) {
      Passage passage = task.passages().get(p);
      for (int t = 0; t < passage.spans().size(); t++) {
        if (passage.owned()[t]) {
          double score = results.get(p).tokens()[passage.input().from() + t];
          scores.add(new TokenScore(passage.spans().get(t), score));
        }
      }
    }
    scores.sort(
        Comparator.comparing((TokenScore s) -> s.span().where())
            .thenComparing(s -> s.span().message())
            .thenComparing(s -> s.span().start()));
    return new Attribution(method, task.target(), scores, results.get(0).quality());
  }
}
