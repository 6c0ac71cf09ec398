package io.glasswatch.explainer.model;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** The untouched encoder with masked mean pooling after it: windows of tokens into vectors. */
public final class Encoder implements AutoCloseable {

  private final OrtSession session;

  /** Opens the encoder in {@code onnx} on {@code threads} CPU threads. */
  public Encoder(byte[] onnx, int threads) {
    try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
      options.setIntraOpNumThreads(threads);
      session = OrtEnvironment.getEnvironment().createSession(onnx, options);
    } catch (OrtException e) {
      throw new IllegalStateException("encoder cannot be opened", e);
    }
  }

  /**
   * Returns the mean hidden state of each window.
   *
   * @param windows framed token ids, shape [windows][tokens of that window]
   * @return shape [windows][hidden], in the order given
   */
  public float[][] embed(List<long[]> windows) {
    int longest = windows.stream().mapToInt(ids -> ids.length).max().orElse(0);
    long[] shape = {windows.size(), longest};
    long[] ids = new long[windows.size() * longest];
    long[] mask = new long[ids.length];
    for (int w = 0; w < windows.size(); w++) {
      System.arraycopy(windows.get(w), 0, ids, w * longest, windows.get(w).length);
      Arrays.fill(mask, w * longest, w * longest + windows.get(w).length, 1);
    }
    OrtEnvironment env = OrtEnvironment.getEnvironment();
    try (OnnxTensor inputIds = OnnxTensor.createTensor(env, LongBuffer.wrap(ids), shape);
        OnnxTensor attention = OnnxTensor.createTensor(env, LongBuffer.wrap(mask), shape);
        OnnxTensor types =
            OnnxTensor.createTensor(env, LongBuffer.wrap(new long[ids.length]), shape);
        OrtSession.Result result =
            session.run(
                Map.of(
                    "input_ids", inputIds, "attention_mask", attention, "token_type_ids", types))) {
      return means(((OnnxTensor) result.get(0)).getFloatBuffer(), windows, longest);
    } catch (OrtException e) {
      throw new IllegalStateException("encoder failed", e);
    }
  }

  private static float[][] means(FloatBuffer states, List<long[]> windows, int longest) {
    int hidden = states.remaining() / (windows.size() * longest);
    float[][] means = new float[windows.size()][hidden];
    for (int w = 0; w < means.length; w++) {
      int tokens = windows.get(w).length;
      for (int t = 0; t < tokens; t++) {
        int row = (w * longest + t) * hidden;
        for (int h = 0; h < hidden; h++) {
          means[w][h] += states.get(row + h);
        }
      }
      for (int h = 0; h < hidden; h++) {
        means[w][h] /= tokens;
      }
    }
    return means;
  }

  @Override
  public void close() {
    try {
      session.close();
    } catch (OrtException e) {
      throw new IllegalStateException("encoder cannot be closed", e);
    }
  }
}
