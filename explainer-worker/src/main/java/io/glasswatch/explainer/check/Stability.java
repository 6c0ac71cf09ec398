package io.glasswatch.explainer.check;

import io.glasswatch.contract.Attribution;
import io.glasswatch.explainer.attribute.Account;
import io.glasswatch.explainer.attribute.Method;
import io.glasswatch.explainer.attribute.Task;
import io.glasswatch.explainer.attribute.WindowBatch;
import io.glasswatch.explainer.model.Input;
import io.glasswatch.explainer.model.TextModel;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Whether an explanation stays the same when the text hardly changes: the token in the middle is
 * masked, the method asked again, and {@code stability} is the rank correlation of the scores of
 * all other tokens, -1 to 1. A passage of fewer than four tokens has none. Costs as much as the
 * methods themselves.
 *
 * <p>Source: Alvarez-Melis, Jaakkola, "On the Robustness of Interpretability Methods", 2018.
 *
 * @param model what explains
 * @param methods the methods that the accounts come from, in order
 */
public record Stability(TextModel model, List<Method> methods) {

  public static final String STABILITY = "stability";

  private static final int FEWEST = 4;

  /** Returns the accounts of {@code tasks} with the measure added, one list a task. */
  public List<List<Account>> check(List<List<Account>> accounts, List<Task> tasks) {
    List<Input> changed = new ArrayList<>();
    List<Integer> which = new ArrayList<>();
    for (int t = 0; t < tasks.size(); t++) {
      Input input = tasks.get(t).passages().get(0).input();
      if (input.size() >= FEWEST) {
        boolean[] kept = new boolean[input.size()];
        Arrays.fill(kept, true);
        kept[input.size() / 2] = false;
        changed.add(input.keeping(kept, model.mask()));
        which.add(t);
      }
    }
    List<List<Account>> checked = new ArrayList<>();
    accounts.forEach(list -> checked.add(new ArrayList<>(list)));
    if (changed.isEmpty()) {
      return checked;
    }
    WindowBatch batch = new WindowBatch(model, changed);
    for (int m = 0; m < methods.size(); m++) {
      List<Method.Result> again = methods.get(m).explain(batch);
      for (int i = 0; i < which.size(); i++) {
        List<Account> own = checked.get(which.get(i));
        own.set(m, measured(own.get(m), again.get(i), changed.get(i)));
      }
    }
    return checked;
  }

  private static Account measured(Account account, Method.Result again, Input input) {
    double[] before = others(account.first().tokens(), input);
    double[] after = others(again.tokens(), input);
    Attribution attribution = account.attribution();
    Map<String, Double> quality = new HashMap<>(attribution.quality());
    quality.put(STABILITY, Ranks.correlation(before, after));
    return account.with(
        new Attribution(attribution.method(), attribution.target(), attribution.tokens(), quality));
  }

  private static double[] others(double[] scores, Input input) {
    double[] others = new double[input.size() - 1];
    int next = 0;
    for (int t = 0; t < input.size(); t++) {
      if (t != input.size() / 2) {
        others[next++] = scores[input.from() + t];
      }
    }
    return others;
  }
}
