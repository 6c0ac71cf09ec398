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

  /** Returns the number of windows. */
  int rows() {
    return windows.size();
  }

  /** Returns the length that all windows are padded to. */
  int width() {
    return windows.stream().mapToInt(ids -> ids.length).max().orElseThrow();
  }

  /** Returns ids, mask and, if the model {@code reads} them, token types, each [rows, width]. */
  Feeds feeds(OnnxGraph graph) {
    int width = width();
    long[] ids = new long[rows() * width];
    long[] mask = new long[ids.length];
    for (int row = 0; row < rows(); row++) {
      long[] window = windows.get(row);
      System.arraycopy(window, 0, ids, row * width, window.length);
      Arrays.fill(mask, row * width, row * width + window.length, 1);
    }
    Feeds feeds = new Feeds().with("input_ids", ids, rows(), width);
    feeds.with("attention_mask", mask, rows(), width);
    if (graph.reads("token_type_ids")) {
      feeds.with("token_type_ids", new long[ids.length], rows(), width);
    }
    return feeds;
  }

  /** Returns the values of one row's own tokens out of {@code values}, shape [rows, width]. */
  double[] tokens(float[] values, int row) {
    double[] tokens = new double[windows.get(row).length];
    for (int t = 0; t < tokens.length; t++) {
      tokens[t] = values[row * width() + t];
    }
    return tokens;
  }
}
