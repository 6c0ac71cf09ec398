package io.glasswatch.explainer.attribute;

import io.glasswatch.explainer.model.Input;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * A counterfactual: few tokens whose masking changes the verdict.
 *
 * <p>Tokens are masked in the order of their occlusion until F falls below its boundary; then every
 * token is restored that need not be masked, so that in the end restoring any single one would
 * change the verdict back. A masked token scores what its restoring would add to F, all others 0.
 * Quality: {@code flipped} (1 or 0), {@code edits}, {@code value_after}. The set need not be the
 * smallest there is: that search is exponential.
 *
 * <p>Source: Martens, Provost, "Explaining Data-Driven Document Classifications", MIS Quarterly
 * 2014.
 */
record Counterfactual() implements Method {

  static final String FLIPPED = "flipped";
  private static final String EDITS = "edits";
  private static final String VALUE_AFTER = "value_after";

  @Override
  public String id() {
    return "counterfactual";
  }

  @Override
  public String shows() {
    return "Few tokens without which the verdict would be another; not the only such tokens, and"
        + " the masked text is one that nobody writes.";
  }

  @Override
  public List<Result> explain(WindowBatch batch) {
    double[] values = batch.values();
    List<Result> results = new ArrayList<>();
    for (int w = 0; w < batch.size(); w++) {
      double given = batch.inputs().get(w).boundary();
      double boundary = Double.isNaN(given) ? values[w] - Math.log(2) : given;
      results.add(new Search(batch, w, values[w], boundary).run());
    }
    return results;
  }

  /** The search in one text. */
  private record Search(WindowBatch batch, int w, double value, double boundary) {

    Result run() {
      int tokens = batch.inputs().get(w).size();
      boolean[] kept = new boolean[tokens];
      Arrays.fill(kept, true);
      if (value < boundary || tokens == 0) {
        return nothing(value);
      }
      List<Integer> order = byOcclusion(tokens);
      List<boolean[]> growing = new ArrayList<>();
      for (int token : order) {
        kept[token] = false;
        growing.add(kept.clone());
      }
      double[] after = batch.keeping(w, growing);
      int first = 0;
      while (first < tokens && after[first] >= boundary) {
        first++;
      }
      return first == tokens ? nothing(after[tokens - 1]) : pruned(growing.get(first));
    }

    private List<Integer> byOcclusion(int tokens) {
      double[] without = batch.keeping(w, Occlusion.eachMasked(tokens));
      return IntStream.range(0, tokens)
          .boxed()
          .sorted(Comparator.comparingDouble(t -> without[t]))
          .toList();
    }

    /** Restores tokens one by one, the one first that leaves F lowest, while F stays below. */
    private Result pruned(boolean[] start) {
      boolean[] kept = start;
      while (true) {
        List<boolean[]> restored = new ArrayList<>();
        List<Integer> masked = new ArrayList<>();
        for (int t = 0; t < kept.length; t++) {
          if (!kept[t]) {
            boolean[] one = kept.clone();
            one[t] = true;
            restored.add(one);
            masked.add(t);
          }
        }
        restored.add(kept);
        double[] after = batch.keeping(w, restored);
        int lowest =
            IntStream.range(0, masked.size())
                .boxed()
                .min(Comparator.comparingDouble(i -> after[i]))
                .orElseThrow();
        if (after[lowest] >= boundary) {
          return found(masked, after);
        }
        kept = restored.get(lowest);
      }
    }

    private Result found(List<Integer> masked, double[] after) {
      double end = after[masked.size()];
      double[] scores = new double[batch.inputs().get(w).size()];
      List<Edit> edits = new ArrayList<>();
      for (int i = 0; i < masked.size(); i++) {
        scores[masked.get(i)] = after[i] - end;
        edits.add(new Edit(masked.get(i), ""));
      }
      return new Result(
          batch.spread(w, scores),
          Map.of(FLIPPED, 1.0, EDITS, (double) edits.size(), VALUE_AFTER, end),
          edits);
    }

    private Result nothing(double end) {
      Input input = batch.inputs().get(w);
      return Result.of(
          batch.spread(w, new double[input.size()]),
          Map.of(FLIPPED, 0.0, EDITS, 0.0, VALUE_AFTER, end));
    }
  }
}
