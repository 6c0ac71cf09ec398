package io.glasswatch.explainer.model;

import io.glasswatch.onnx.Prepared;
import io.glasswatch.onnx.UnsupportedModelException;
import io.glasswatch.onnx.graph.ElementType;
import io.glasswatch.onnx.graph.Tensor;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;

/**
 * The vectors of a model's vocabulary.
 *
 * @param numbers row by row
 * @param width numbers of one vector
 */
record EmbeddingTable(FloatBuffer numbers, int width) {

  /** Returns the table that {@code prepared} looks tokens up in. */
  static EmbeddingTable of(Prepared prepared) {
    Tensor table =
        prepared.model().graph().initializers().get(prepared.description().embedding().weight());
    if (table == null || !table.type().isFloating()) {
      throw new UnsupportedModelException("the token embeddings are not stored as plain numbers");
    }
    int width = (int) prepared.description().embedding().hidden();
    if (table.type() == ElementType.FLOAT && !table.proto().getRawData().isEmpty()) {
      FloatBuffer view =
          table
              .proto()
              .getRawData()
              .asReadOnlyByteBuffer()
              .order(ByteOrder.LITTLE_ENDIAN)
              .asFloatBuffer();
      return new EmbeddingTable(view, width);
    }
    double[] values = table.doubles();
    float[] floats = new float[values.length];
    for (int i = 0; i < floats.length; i++) {
      floats[i] = (float) values[i];
    }
    return new EmbeddingTable(FloatBuffer.wrap(floats), width);
  }

  /** Returns how many tokens there are. */
  int tokens() {
    return numbers.limit() / width;
  }

  /** Returns the vector of one token. */
  float[] row(long token) {
    float[] row = new float[width];
    numbers.get((int) token * width, row);
    return row;
  }
}
