package io.glasswatch.explainer.model;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Runs of one view over inputs of similar length, at the texts as they are.
 *
 * @param view what is run
 * @param batches how runs are filled
 * @param work where the runs are counted
 */
record ViewRuns(Views.Opened view, LengthBatches batches, Work work) {

  private static final float[] NONE = new float[0];
  private static final float[] OPEN = {1};

  /** Returns the gradient graph's reading of each input; of {@link View#READING} or GRADIENT. */
  List<Reading> readings(List<Input> inputs) {
    String target = view.names().targetOutput();
    String gradient = view.names().gradientTimesInputOutput().orElseThrow();
    Optional<String> rollout = view.names().rolloutOutput();
    Optional<String> relevance = view.names().relevanceOutput();
    Set<String> outputs = new HashSet<>(List.of(target, gradient));
    rollout.ifPresent(outputs::add);
    relevance.ifPresent(outputs::add);
    return batches.padded(
        inputs,
        (batch, some) -> {
          work.gradients(batch.rows());
          Map<String, float[]> values = run(batch, some, outputs);
          return IntStream.range(0, batch.rows())
              .mapToObj(
                  row ->
                      new Reading(
                          values.get(target)[row],
                          batch.tokens(values.get(gradient), row),
                          batch.tokens(rollout.map(values::get).orElse(NONE), row),
                          batch.tokens(relevance.map(values::get).orElse(NONE), row)))
              .toList();
        });
  }

  /** Returns DeepLIFT's contributions against the masked text; of {@link View#RESCALE}. */
  List<double[]> rescaled(List<Input> inputs, long mask) {
    String product = view.names().gradientTimesInputOutput().orElseThrow();
    return batches.padded(
        inputs,
        (unmasked, some) -> {
          List<Input> pairs = new ArrayList<>(some);
          some.forEach(input -> pairs.add(input.masked(mask)));
          PaddedBatch batch = PaddedBatch.of(pairs);
          work.gradients(batch.rows());
          float[] all = run(batch, pairs, Set.of(product)).get(product);
          return IntStream.range(0, some.size())
              .mapToObj(
                  row ->
                      Compared.minus(batch.tokens(all, row), batch.tokens(all, row + some.size())))
              .toList();
        });
  }

  /** Returns the attention of every head; of {@link View#READING}. */
  List<float[][][][]> attention(List<Input> inputs) {
    List<String> names = view.names().attentionOutputs();
    return batches.padded(
        inputs,
        (batch, some) -> {
          work.gradients(batch.rows());
          return InsideRun.attention(names, run(batch, some, Set.copyOf(names)), batch);
        });
  }

  /** Returns what goes on inside the model; of {@link View#INSIDE}. */
  List<Inside> inside(List<Input> inputs) {
    InsideRun run = new InsideRun(view.names());
    return batches.padded(
        inputs,
        (batch, some) -> {
          work.gradients(batch.rows());
          return run.read(run(batch, some, run.outputs()), batch);
        });
  }

  /** Returns F of each input with one head, its layer and place, off; of {@link View#GATES}. */
  List<Double> without(List<Input> inputs, int[] head) {
    int layers = view.names().layers().size();
    int heads = (int) view.names().layers().get(0).heads();
    float[] gates = new float[layers * heads];
    Arrays.fill(gates, 1);
    gates[head[0] * heads + head[1]] = 0;
    String target = view.names().targetOutput();
    return batches.padded(
        inputs,
        (batch, some) -> {
          work.forwards(batch.rows());
          try (Feeds feeds = targeted(view, batch, some)) {
            feeds.with("head_gates", gates, layers, heads);
            feeds.with("token_gates", OPEN, 1, 1);
            float[] all = view.graph().run(feeds, Set.of(target)).get(target);
            return IntStream.range(0, some.size()).mapToObj(i -> (double) all[i]).toList();
          }
        });
  }

  private Map<String, float[]> run(PaddedBatch batch, List<Input> inputs, Set<String> outputs) {
    try (Feeds feeds = targeted(view, batch, inputs)) {
      return view.graph().run(feeds, outputs);
    }
  }

  /** Returns what a view is fed: ids, and the weights of the target. */
  static Feeds targeted(Views.Opened view, PaddedBatch batch, List<Input> inputs) {
    Feeds feeds = batch.feeds(view.graph());
    boolean speaks = view.names().extraInputs().containsKey("target_mask");
    int width = speaks ? batch.width() : inputs.get(0).weights().length;
    float[] weights = new float[inputs.size() * width];
    for (int row = 0; row < inputs.size(); row++) {
      float[] own = inputs.get(row).weights();
      System.arraycopy(own, 0, weights, row * width, own.length);
    }
    return feeds.with(speaks ? "target_mask" : "target_seed", weights, inputs.size(), width);
  }
}
