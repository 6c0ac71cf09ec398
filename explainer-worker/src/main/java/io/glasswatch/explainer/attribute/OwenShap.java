package io.glasswatch.explainer.attribute;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * Owen values: Shapley values where the tokens of a span come and go together, except within their
 * own span. A text of n tokens has about sqrt(n) spans of equal length.
 *
 * <p>Estimated over orders in which spans, and within each span its tokens, are unmasked one by
 * one; every order is also tried backwards. A token scores what it adds, in the mean, so the scores
 * add up to {@code F(x) - F(all masked)} whatever is drawn. Costs one forward pass a token and
 * order.
 *
 * <p>Source: Owen, "Values of Games with a Priori Unions", 1977; sampling: Castro et al., 2009.
 *
 * @param orders orders to try, rounded up to pairs, at least 1
 * @param seed of the orders: the same text gets the same scores
 */
record OwenShap(int orders, long seed) implements Method {

  static final OwenShap DEFAULT = new OwenShap(2, 1);

  @Override
  public String id() {
    return "owen-shap";
  }

  @Override
  public String shows() {
    return "A fair share of each token within its phrase, and of phrases in the text, estimated;"
        + " not where one phrase truly ends.";
  }

  @Override
  public boolean addsUp() {
    return true;
  }

  @Override
  public List<Result> explain(WindowBatch batch) {
    double[] masked = batch.masked();
    List<Result> results = new ArrayList<>();
    for (int w = 0; w < batch.size(); w++) {
      results.add(Result.of(batch.spread(w, scores(batch, w, masked[w]))));
    }
    return results;
  }

  private double[] scores(WindowBatch batch, int w, double none) {
    int tokens = batch.inputs().get(w).size();
    List<List<Integer>> drawn = drawn(tokens);
    List<boolean[]> kept = new ArrayList<>();
    for (List<Integer> order : drawn) {
      boolean[] so = new boolean[tokens];
      for (int token : order) {
        so[token] = true;
        kept.add(so.clone());
      }
    }
    double[] values = batch.keeping(w, kept);
    double[] scores = new double[tokens];
    int next = 0;
    for (List<Integer> order : drawn) {
      double before = none;
      for (int token : order) {
        scores[token] += (values[next] - before) / drawn.size();
        before = values[next++];
      }
    }
    return scores;
  }

  private List<List<Integer>> drawn(int tokens) {
    int size = Math.max(1, (int) Math.round(Math.sqrt(tokens)));
    Random random = new Random(seed);
    List<List<Integer>> drawn = new ArrayList<>();
    for (int pair = 0; pair < (orders + 1) / 2; pair++) {
      List<List<Integer>> spans = new ArrayList<>();
      for (int from = 0; from < tokens; from += size) {
        List<Integer> span =
            new ArrayList<>(IntStream.range(from, Math.min(tokens, from + size)).boxed().toList());
        Collections.shuffle(span, random);
        spans.add(span);
      }
      Collections.shuffle(spans, random);
      List<Integer> order = new ArrayList<>(spans.stream().flatMap(List::stream).toList());
      drawn.add(List.copyOf(order));
      Collections.reverse(order);
      drawn.add(order);
    }
    return drawn;
  }
}
