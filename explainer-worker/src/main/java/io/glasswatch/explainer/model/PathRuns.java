package io.glasswatch.explainer.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/**
 * Gradients at points in the space of embeddings; points of many inputs share runs.
 *
 * @param view the view {@link View#PATH}
 * @param batches how runs are filled
 * @param work where the runs are counted
 */
record PathRuns(Views.Opened view, LengthBatches batches, Work work) {

  List<PathPoint> points(List<Input> inputs, double[] alphas, long mask) {
    String target = view.names().targetOutput();
    String product = view.names().gradientTimesInputOutput().orElseThrow();
    return batches.map(
        ids(inputs),
        indexes -> {
          List<Input> some = indexes.stream().map(inputs::get).toList();
          PaddedBatch batch = PaddedBatch.of(some);
          float[] from = filled(batch, row -> rows(some.get(row).masked(mask).ids()));
          float[] steps = new float[some.size()];
          for (int i = 0; i < steps.length; i++) {
            steps[i] = (float) alphas[indexes.get(i)];
          }
          Map<String, float[]> values = run(batch, some, from, steps, Set.of(target, product));
          List<PathPoint> points = new ArrayList<>();
          for (int row = 0; row < some.size(); row++) {
            points.add(
                new PathPoint(values.get(target)[row], batch.tokens(values.get(product), row)));
          }
          return points;
        });
  }

  List<float[][]> gradients(List<Input> inputs, Function<Integer, float[][]> noise) {
    String gradient = view.names().gradientOutput().orElseThrow();
    return batches.map(
        ids(inputs),
        indexes -> {
          List<Input> some = indexes.stream().map(inputs::get).toList();
          PaddedBatch batch = PaddedBatch.of(some);
          float[] at =
              filled(batch, row -> plus(rows(some.get(row).ids()), noise.apply(indexes.get(row))));
          float[] all =
              run(batch, some, at, new float[some.size()], Set.of(gradient)).get(gradient);
          List<float[][]> gradients = new ArrayList<>();
          for (int row = 0; row < some.size(); row++) {
            gradients.add(batch.vectors(all, row));
          }
          return gradients;
        });
  }

  private Map<String, float[]> run(
      PaddedBatch batch, List<Input> inputs, float[] from, float[] alphas, Set<String> outputs) {
    work.gradients(batch.rows());
    int width = view.embeddings().width();
    try (Feeds feeds = ViewRuns.targeted(view, batch, inputs)) {
      feeds.with("path_alpha", alphas, batch.rows());
      feeds.with("path_baseline", from, batch.rows(), batch.width(), width);
      return view.graph().run(feeds, outputs);
    }
  }

  private float[] filled(PaddedBatch batch, Function<Integer, float[][]> rows) {
    int width = view.embeddings().width();
    float[] all = new float[batch.rows() * batch.width() * width];
    for (int row = 0; row < batch.rows(); row++) {
      float[][] own = rows.apply(row);
      for (int t = 0; t < own.length; t++) {
        System.arraycopy(own[t], 0, all, (row * batch.width() + t) * width, width);
      }
    }
    return all;
  }

  private float[][] rows(long[] ids) {
    float[][] rows = new float[ids.length][];
    for (int t = 0; t < ids.length; t++) {
      rows[t] = view.embeddings().row(ids[t]);
    }
    return rows;
  }

  private static float[][] plus(float[][] rows, float[][] noise) {
    for (int t = 0; t < noise.length; t++) {
      for (int h = 0; h < noise[t].length; h++) {
        rows[t][h] += noise[t][h];
      }
    }
    return rows;
  }

  private static List<long[]> ids(List<Input> inputs) {
    return inputs.stream().map(Input::ids).toList();
  }
}
