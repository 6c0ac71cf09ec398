package io.glasswatch.explainer.check;

import io.glasswatch.contract.Attribution;
import io.glasswatch.contract.TokenScore;
import io.glasswatch.explainer.attribute.Attributor;
import io.glasswatch.explainer.attribute.Judgement;
import io.glasswatch.explainer.attribute.ReadText;
import io.glasswatch.explainer.model.SafetyModel;
import io.glasswatch.explainer.tokenize.Tokenizer;
import io.glasswatch.explainer.tokenize.Windows.Window;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * Whether the tokens that an attribution names really carry the score: they are masked, and the
 * logit must fall.
 *
 * <p>Taken on the window that the category's score came from, with F its logit and T the fifth of
 * its tokens (rounded up) with the highest attribution: {@code comprehensiveness = F(x) - F(x
 * without T)}, more is better; {@code sufficiency = F(x) - F(T alone)}, less is better; {@code
 * comprehensiveness_random} is the former for {@link #DRAWS} random sets of the same size, in the
 * mean. {@code trusted} is 1 if the attribution beats that mean, else 0: a 0 says do not trust it.
 * All but the last in logits. Costs 2 forward passes a method and {@link #DRAWS} a request.
 *
 * <p>Source: DeYoung et al., "ERASER: A Benchmark to Evaluate Rationalized NLP Models", ACL 2020,
 * with masking in place of removal.
 */
public final class Faithfulness {

  public static final String COMPREHENSIVENESS = "comprehensiveness";
  public static final String SUFFICIENCY = "sufficiency";
  public static final String RANDOM = "comprehensiveness_random";
  public static final String TRUSTED = "trusted";

  /** The share of a window's tokens that is masked, or kept. */
  private static final double RETAINED = 0.2;

  /** Random sets that an attribution is compared with. */
  private static final int DRAWS = 3;

  private final SafetyModel model;

  /** Makes the check for the explanations of {@code model}. */
  public Faithfulness(SafetyModel model) {
    this.model = model;
  }

  /**
   * Returns the attributions with their measures added.
   *
   * @param attributions one list a task, as {@link Attributor#attribute} gives them
   * @param tasks what was explained
   */
  public List<List<Attribution>> check(
      List<List<Attribution>> attributions, List<Attributor.Task> tasks, Tokenizer tokenizer) {
    long mask = model.mask();
    List<Trial> trials = new ArrayList<>();
    List<long[]> inputs = new ArrayList<>();
    for (int t = 0; t < tasks.size(); t++) {
      Trial trial = Trial.of(tasks.get(t), tokenizer);
      trials.add(trial);
      for (Attribution attribution : attributions.get(t)) {
        boolean[] top = trial.top(attribution.tokens());
        inputs.add(trial.masking(top, true, mask));
        inputs.add(trial.masking(top, false, mask));
      }
      for (int draw = 0; draw < DRAWS; draw++) {
        inputs.add(trial.masking(trial.random(draw), true, mask));
      }
    }
    List<double[]> logits = model.logits(inputs);
    List<List<Attribution>> checked = new ArrayList<>();
    int next = 0;
    for (int t = 0; t < tasks.size(); t++) {
      int end = next + 2 * attributions.get(t).size() + DRAWS;
      checked.add(measured(attributions.get(t), trials.get(t), logits.subList(next, end)));
      next = end;
    }
    return checked;
  }

  private static List<Attribution> measured(
      List<Attribution> attributions, Trial trial, List<double[]> logits) {
    double random =
        logits.subList(2 * attributions.size(), logits.size()).stream()
            .mapToDouble(trial::fall)
            .average()
            .orElseThrow();
    List<Attribution> measured = new ArrayList<>();
    for (int a = 0; a < attributions.size(); a++) {
      Attribution attribution = attributions.get(a);
      double comprehensiveness = trial.fall(logits.get(2 * a));
      Map<String, Double> quality = new HashMap<>(attribution.quality());
      quality.put(COMPREHENSIVENESS, comprehensiveness);
      quality.put(SUFFICIENCY, trial.fall(logits.get(2 * a + 1)));
      quality.put(RANDOM, random);
      quality.put(TRUSTED, comprehensiveness > random ? 1.0 : 0.0);
      measured.add(
          new Attribution(
              attribution.method(), attribution.target(), attribution.tokens(), quality));
    }
    return measured;
  }

  /**
   * The window on which a task's attributions are tried.
   *
   * @param text the message it is cut from
   * @param window the window
   * @param input its framed token ids
   * @param category the target's index among the logits
   * @param logit the target's logit of the untouched window
   */
  private record Trial(ReadText text, Window window, long[] input, int category, double logit) {

    static Trial of(Attributor.Task task, Tokenizer tokenizer) {
      Judgement.Place place = task.judgement().places(task.target()).get(0);
      ReadText text = task.judgement().texts().get(place.text());
      Window window = text.windows().get(place.window());
      return new Trial(
          text,
          window,
          window.framed(text.tokens(), tokenizer),
          task.target().output(),
          place.logit());
    }

    double fall(double[] logits) {
      return logit - logits[category];
    }

    /** Returns which of the window's tokens have the highest scores. */
    boolean[] top(List<TokenScore> scores) {
      Map<Integer, Double> byStart = new HashMap<>();
      for (TokenScore score : scores) {
        if (score.span().where() == text.where() && score.span().message() == text.message()) {
          byStart.merge(score.span().start(), score.score(), Math::max);
        }
      }
      List<Integer> order =
          IntStream.range(0, window.size())
              .boxed()
              .sorted(
                  Comparator.comparingDouble(
                      t ->
                          -byStart.getOrDefault(
                              text.tokens().starts()[window.from() + t], Double.NEGATIVE_INFINITY)))
              .toList();
      return first(order);
    }

    /** Returns as many tokens drawn at random, the same for the same window and draw. */
    boolean[] random(int draw) {
      List<Integer> order = new ArrayList<>(IntStream.range(0, window.size()).boxed().toList());
      Collections.shuffle(order, new Random(31L * window.size() + draw));
      return first(order);
    }

    private boolean[] first(List<Integer> order) {
      boolean[] chosen = new boolean[window.size()];
      int count = (int) Math.ceil(RETAINED * window.size());
      order.subList(0, count).forEach(t -> chosen[t] = true);
      return chosen;
    }

    /** Returns the input with the tokens masked that are {@code chosen}, or that are not. */
    long[] masking(boolean[] chosen, boolean masked, long mask) {
      long[] ids = input.clone();
      for (int t = 0; t < chosen.length; t++) {
        if (chosen[t] == masked) {
          ids[t + 1] = mask;
        }
      }
      return ids;
    }
  }
}
