package io.glasswatch.explainer.check;

import io.glasswatch.contract.Attribution;
import io.glasswatch.explainer.attribute.Account;
import io.glasswatch.explainer.attribute.IntegratedGradients;
import io.glasswatch.explainer.attribute.Methods;
import io.glasswatch.explainer.attribute.Task;
import io.glasswatch.explainer.model.Input;
import io.glasswatch.explainer.model.TextModel;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * Whether the tokens that an attribution names really carry the score: they are masked, and F must
 * fall.
 *
 * <p>Taken on the passage that the verdict came from. With T(s) the share s of its tokens (rounded
 * up) that have the highest scores: {@code comprehensiveness = F(x) - F(x without T(0.2))}, more is
 * better; {@code sufficiency = F(x) - F(T(0.2) alone)}, less is better; {@code deletion_area} is
 * the mean of {@code F(x) - F(x without T(s))} over the shares {@link #SHARES}. Each of the first
 * and the last has a twin {@code ..._random}: the same for {@link #DRAWS} random orders, in the
 * mean. {@code completeness_gap}, of methods that mean to add up, is what the scores leave
 * unexplained of the change from the masked text, as a share. {@code trusted} is 1 if both twins
 * are beaten, else 0: a 0 says do not trust it. Costs one forward pass a share and one more, for
 * each method, and {@link #DRAWS} times as much and one for each request.
 *
 * <p>Source: DeYoung et al., "ERASER: A Benchmark to Evaluate Rationalized NLP Models", ACL 2020,
 * with masking in place of removal.
 */
public final class Faithfulness {

  public static final String COMPREHENSIVENESS = "comprehensiveness";
  public static final String SUFFICIENCY = "sufficiency";
  public static final String RANDOM = "comprehensiveness_random";
  public static final String AREA = "deletion_area";
  public static final String AREA_RANDOM = "deletion_area_random";
  public static final String COMPLETENESS_GAP = IntegratedGradients.COMPLETENESS_GAP;
  public static final String TRUSTED = "trusted";

  /** Shares of the tokens that are masked. */
  static final double[] SHARES = {0.1, 0.2, 0.5};

  /** The share at which comprehensiveness and sufficiency are taken. */
  private static final int RETAINED = 1;

  /** Random orders that an attribution is compared with. */
  private static final int DRAWS = 3;

  private final TextModel model;

  /** Makes the check for the explanations of {@code model}. */
  public Faithfulness(TextModel model) {
    this.model = model;
  }

  /** Returns the accounts of {@code tasks} with their measures added, one list a task. */
  public List<List<Account>> check(List<List<Account>> accounts, List<Task> tasks) {
    if (accounts.stream().allMatch(List::isEmpty)) {
      return accounts;
    }
    List<Input> inputs = new ArrayList<>();
    for (int t = 0; t < tasks.size(); t++) {
      Input input = tasks.get(t).passages().get(0).input();
      inputs.add(input);
      inputs.add(input.masked(model.mask()));
      for (int draw = 0; draw < DRAWS; draw++) {
        inputs.addAll(deletions(input, drawn(input.size(), draw)));
      }
      for (Account account : accounts.get(t)) {
        List<Integer> order = order(account.first().tokens(), input);
        inputs.addAll(deletions(input, order));
        inputs.add(input.keeping(first(order, SHARES[RETAINED], true), model.mask()));
      }
    }
    double[] values = model.values(inputs);
    List<List<Account>> checked = new ArrayList<>();
    int next = 0;
    for (int t = 0; t < tasks.size(); t++) {
      int taken = 2 + DRAWS * SHARES.length + accounts.get(t).size() * (SHARES.length + 1);
      double[] own = Arrays.copyOfRange(values, next, next + taken);
      checked.add(measured(accounts.get(t), tasks.get(t).passages().get(0).input(), own));
      next += taken;
    }
    return checked;
  }

  private static List<Account> measured(List<Account> accounts, Input input, double[] values) {
    double whole = values[0];
    double random = 0;
    double randomArea = 0;
    int next = 2;
    for (int draw = 0; draw < DRAWS; draw++) {
      random += (whole - values[next + RETAINED]) / DRAWS;
      randomArea += area(whole, values, next) / DRAWS;
      next += SHARES.length;
    }
    List<Account> measured = new ArrayList<>();
    for (Account account : accounts) {
      Attribution attribution = account.attribution();
      Map<String, Double> quality = new HashMap<>(attribution.quality());
      double comprehensiveness = whole - values[next + RETAINED];
      double area = area(whole, values, next);
      quality.put(COMPREHENSIVENESS, comprehensiveness);
      quality.put(RANDOM, random);
      quality.put(AREA, area);
      quality.put(AREA_RANDOM, randomArea);
      quality.put(SUFFICIENCY, whole - values[next + SHARES.length]);
      quality.put(TRUSTED, comprehensiveness > random && area > randomArea ? 1.0 : 0.0);
      if (Methods.addUp(attribution.method())) {
        double[] own = Arrays.copyOfRange(account.first().tokens(), input.from(), input.to());
        quality.merge(COMPLETENESS_GAP, IntegratedGradients.gap(own, whole - values[1]), Math::max);
      }
      next += SHARES.length + 1;
      measured.add(
          account.with(
              new Attribution(
                  attribution.method(), attribution.target(), attribution.tokens(), quality)));
    }
    return measured;
  }

  private static double area(double whole, double[] values, int from) {
    double area = 0;
    for (int s = 0; s < SHARES.length; s++) {
      area += (whole - values[from + s]) / SHARES.length;
    }
    return area;
  }

  private List<Input> deletions(Input input, List<Integer> order) {
    return Arrays.stream(SHARES)
        .mapToObj(share -> input.keeping(first(order, share, false), model.mask()))
        .toList();
  }

  /** Returns the explained tokens, the highest score first. */
  static List<Integer> order(double[] scores, Input input) {
    return IntStream.range(0, input.size())
        .boxed()
        .sorted(Comparator.comparingDouble(t -> -scores[input.from() + t]))
        .toList();
  }

  /** Returns the tokens in an order drawn at random, the same for the same size and draw. */
  private static List<Integer> drawn(int tokens, int draw) {
    List<Integer> order = new ArrayList<>(IntStream.range(0, tokens).boxed().toList());
    Collections.shuffle(order, new Random(31L * tokens + draw));
    return order;
  }

  /** Returns {@code kept} for the first tokens of {@code order} and its contrary for the others. */
  private static boolean[] first(List<Integer> order, double share, boolean kept) {
    boolean[] chosen = new boolean[order.size()];
    Arrays.fill(chosen, !kept);
    int count = (int) Math.ceil(share * order.size());
    order.subList(0, count).forEach(t -> chosen[t] = kept);
    return chosen;
  }
}
