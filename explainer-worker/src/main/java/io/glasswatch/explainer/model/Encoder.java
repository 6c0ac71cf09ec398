package io.glasswatch.explainer.model;

import java.util.List;
import java.util.Set;

/** The untouched encoder with masked mean pooling after it: windows of tokens into vectors. */
public final class Encoder implements AutoCloseable {

  private static final String STATES = "last_hidden_state";

  private final OnnxGraph graph;

  /** Opens the encoder in {@code onnx} on {@code threads} CPU threads. */
  public Encoder(byte[] onnx, int threads) {
    graph = new OnnxGraph(onnx, Device.cpu(threads));
  }

  /**
   * Returns the mean hidden state of each window.
   *
   * @param windows framed token ids, shape [windows][tokens of that window]
   * @return shape [windows][hidden], in the order given
   */
  public float[][] embed(List<long[]> windows) {
    PaddedBatch batch = new PaddedBatch(windows);
    try (Feeds feeds = batch.feeds(graph)) {
      return means(graph.run(feeds, Set.of(STATES)).get(STATES), batch);
    }
  }

  private static float[][] means(float[] states, PaddedBatch batch) {
    int width = batch.width();
    int hidden = states.length / (batch.rows() * width);
    float[][] means = new float[batch.rows()][hidden];
    for (int row = 0; row < means.length; row++) {
      int tokens = batch.windows().get(row).length;
      for (int t = 0; t < tokens; t++) {
        int at = (row * width + t) * hidden;
        for (int h = 0; h < hidden; h++) {
          means[row][h] += states[at + h];
        }
      }
      for (int h = 0; h < hidden; h++) {
        means[row][h] /= tokens;
      }
    }
    return means;
  }

  @Override
  public void close() {
    graph.close();
  }
}
