package io.glasswatch.explainer.model;

import java.util.List;
import java.util.Set;

/** The untouched encoder with masked mean pooling after it: windows of tokens into vectors. */
public final class Encoder implements AutoCloseable {

  private static final String STATES = "last_hidden_state";

  private static final int BATCH_TOKENS = 2048;

  private final OnnxGraph graph;
  private final Lanes lanes;
  private final LengthBatches batches;

  /** Opens the encoder in {@code onnx} on {@code threads} CPU threads. */
  public Encoder(byte[] onnx, int threads) {
    Device device = Device.cpu(threads);
    graph = new OnnxGraph(onnx, device);
    lanes = new Lanes(device.lanes());
    batches = new LengthBatches(BATCH_TOKENS, true, lanes);
  }

  /**
   * Returns the mean hidden state of each window.
   *
   * @param windows framed token ids, shape [windows][tokens of that window]
   * @return shape [windows][hidden], in the order given
   */
  public float[][] embed(List<long[]> windows) {
    return batches
        .map(windows, some -> means(new PaddedBatch(some.stream().map(windows::get).toList())))
        .toArray(float[][]::new);
  }

  private List<float[]> means(PaddedBatch batch) {
    try (Feeds feeds = batch.feeds(graph)) {
      return List.of(means(graph.run(feeds, Set.of(STATES)).get(STATES), batch));
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
    lanes.close();
    graph.close();
  }
}
