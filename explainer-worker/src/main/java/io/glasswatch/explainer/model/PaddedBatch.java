package io.glasswatch.explainer.model;

import java.util.Arrays;
import java.util.List;

/**
 * Windows of different lengths side by side, the shorter ones padded and masked.
 *
 * @param windows framed token ids, shape [rows][tokens of that row], each at least one token
 */
record PaddedBatch(List<long[]> windows) {

  PaddedBatch {
    windows = List.copyOf(windows);
    if (windows.isEmpty()) {
      throw new IllegalArgumentException("a batch needs at least one window");
    }
  }

  static PaddedBatch of(List<Input> inputs) {
    return new PaddedBatch(inputs.stream().map(Input::ids).toList());
  }

  /** Returns the number of windows. */
  int rows() {
    return windows.size();
  }

  /** Returns the length that all windows are padded to. */
  int width() {
    return windows.stream().mapToInt(ids -> ids.length).max().orElseThrow();
  }

  /** Returns what the model reads of ids, mask, token types and positions, each [rows, width]. */
  Feeds feeds(OnnxGraph graph) {
    int width = width();
    long[] ids = new long[rows() * width];
    long[] mask = new long[ids.length];
    long[] positions = new long[ids.length];
    for (int row = 0; row < rows(); row++) {
      long[] window = windows.get(row);
      System.arraycopy(window, 0, ids, row * width, window.length);
      Arrays.fill(mask, row * width, row * width + window.length, 1);
      Arrays.setAll(positions, i -> i % width);
    }
    Feeds feeds = new Feeds().with(graph.ids(), ids, rows(), width);
    feedIfRead(feeds, graph, OnnxGraph.MASK, mask);
    feedIfRead(feeds, graph, "token_type_ids", new long[ids.length]);
    feedIfRead(feeds, graph, "position_ids", positions);
    return feeds;
  }

  private void feedIfRead(Feeds feeds, OnnxGraph graph, String name, long[] values) {
    if (graph.reads(name)) {
      feeds.with(name, values, rows(), width());
    }
  }

  /** Returns one row's own tokens out of {@code values}, [rows, width]; none out of none. */
  double[] tokens(float[] values, int row) {
    double[] tokens = new double[values.length == 0 ? 0 : windows.get(row).length];
    for (int t = 0; t < tokens.length; t++) {
      tokens[t] = values[row * width() + t];
    }
    return tokens;
  }

  /** Returns the vectors of one row's own tokens out of {@code values}, [rows, width, size]. */
  float[][] vectors(float[] values, int row) {
    int size = values.length / (rows() * width());
    float[][] vectors = new float[windows.get(row).length][size];
    for (int t = 0; t < vectors.length; t++) {
      System.arraycopy(values, (row * width() + t) * size, vectors[t], 0, size);
    }
    return vectors;
  }
}
