package io.glasswatch.onnx;

import io.glasswatch.onnx.PooledHead.Activation;
import io.glasswatch.onnx.PooledHead.Dense;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;

/** The default encoder, with a random head on it. */
final class MiniLm {
  static final int CLASSES = 5;
  static final int WIDTH = 384;

  private MiniLm() {}

  static byte[] encoder() {
    try (InputStream in = MiniLm.class.getResourceAsStream("/all-minilm-l6-v2.onnx")) {
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static byte[] classifier() {
    Random random = new Random(7);
    return PooledHead.of(
            dense(random, WIDTH, 32, Activation.TANH), dense(random, 32, CLASSES, Activation.NONE))
        .appendTo(encoder());
  }

  private static Dense dense(Random random, int inputs, int outputs, Activation activation) {
    float[][] weights = new float[inputs][outputs];
    for (float[] row : weights) {
      for (int i = 0; i < outputs; i++) {
        row[i] = (float) (random.nextGaussian() / 2);
      }
    }
    return Dense.of(weights, new float[outputs], activation);
  }

  /** Two rows of nine tokens; the second has two of padding at its end. */
  static Map<String, Run.Array> inputs() {
    double[] ids = {
      101, 2129, 2079, 1045, 3231, 1037, 3793, 1029, 102, 101, 7592, 2088, 2003, 2204, 2651, 102, 0,
      0
    };
    double[] mask = new double[18];
    Arrays.fill(mask, 1);
    mask[16] = 0;
    mask[17] = 0;
    Map<String, Run.Array> inputs = new HashMap<>();
    inputs.put("input_ids", Run.Array.of(ids, 2, 9));
    inputs.put("attention_mask", Run.Array.of(mask, 2, 9));
    inputs.put("token_type_ids", Run.Array.of(new double[18], 2, 9));
    inputs.put("target_class", Run.Array.of(new double[] {1, 3}, 2));
    return inputs;
  }
}
