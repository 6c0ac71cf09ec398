package io.glasswatch.explainer.attribute;

import io.glasswatch.contract.Attribution;
import io.glasswatch.contract.TokenScore;
import io.glasswatch.explainer.attribute.Judgement.Place;
import io.glasswatch.explainer.model.Category;
import io.glasswatch.explainer.model.SafetyModel;
import io.glasswatch.explainer.tokenize.Tokenizer;
import io.glasswatch.explainer.tokenize.Windows;
import io.glasswatch.explainer.tokenize.Windows.Window;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Runs methods on the windows of many interactions at once and merges windows back into texts.
 *
 * <p>Each window is explained for its own logit. A token that stands in several windows takes its
 * score from the one in which it stands farthest from both edges ({@link Windows#owners}). Of a
 * very long interaction only the windows with the highest logits are explained; tokens of the
 * others have no score and are left out.
 *
 * @param model what explains
 * @param tokenizer the model's tokenizer
 * @param methods what to run, in the order of the answer
 * @param maxWindows the most windows of one interaction that are explained, at least 1
 */
public record Attributor(
    SafetyModel model, Tokenizer tokenizer, List<Method> methods, int maxWindows) {

  /**
   * One interaction to explain.
   *
   * @param judgement what the model thinks of it
   * @param target the category to explain
   */
  public record Task(Judgement judgement, Category target) {}

  /** Returns the attributions of each task, one a method, in order. */
  public List<List<Attribution>> attribute(List<Task> tasks) {
    List<List<Place>> chosen = tasks.stream().map(this::chosen).toList();
    WindowBatch batch = batch(tasks, chosen);
    List<List<Attribution>> attributions = new ArrayList<>();
    tasks.forEach(task -> attributions.add(new ArrayList<>()));
    for (Method method : methods) {
      List<Method.Result> results = method.explain(batch);
      int next = 0;
      for (int t = 0; t < tasks.size(); t++) {
        List<Place> places = chosen.get(t);
        List<Method.Result> own = results.subList(next, next + places.size());
        attributions.get(t).add(merge(method.id(), tasks.get(t), places, own));
        next += places.size();
      }
    }
    return attributions;
  }

  private List<Place> chosen(Task task) {
    List<Place> places = task.judgement().places(task.target());
    return places.subList(0, Math.min(maxWindows, places.size()));
  }

  private WindowBatch batch(List<Task> tasks, List<List<Place>> chosen) {
    List<long[]> inputs = new ArrayList<>();
    List<Category> targets = new ArrayList<>();
    for (int t = 0; t < tasks.size(); t++) {
      for (Place place : chosen.get(t)) {
        ReadText text = tasks.get(t).judgement().texts().get(place.text());
        inputs.add(text.windows().get(place.window()).framed(text.tokens(), tokenizer));
        targets.add(tasks.get(t).target());
      }
    }
    return new WindowBatch(model, inputs, targets);
  }

  private static Attribution merge(
      String method, Task task, List<Place> places, List<Method.Result> results) {
    List<ReadText> texts = task.judgement().texts();
    Map<Integer, Map<Integer, double[]>> byText = new HashMap<>();
    for (int p = 0; p < places.size(); p++) {
      byText
          .computeIfAbsent(places.get(p).text(), text -> new HashMap<>())
          .put(places.get(p).window(), results.get(p).tokens());
    }
    List<TokenScore> scores = new ArrayList<>();
    byText.keySet().stream()
        .sorted(Comparator.naturalOrder())
        .forEach(text -> scores.addAll(merge(texts.get(text), byText.get(text))));
    // The first place is the window that the category's score came from.
    return new Attribution(method, task.target().id(), scores, results.get(0).quality());
  }

  private static List<TokenScore> merge(ReadText text, Map<Integer, double[]> byWindow) {
    int[] owners = Windows.owners(text.windows(), text.tokens().size());
    List<TokenScore> scores = new ArrayList<>();
    for (int token = 0; token < owners.length; token++) {
      double[] window = byWindow.get(owners[token]);
      if (window != null) {
        Window place = text.windows().get(owners[token]);
        scores.add(new TokenScore(text.span(token), window[token - place.from() + 1]));
      }
    }
    return scores;
  }
}
