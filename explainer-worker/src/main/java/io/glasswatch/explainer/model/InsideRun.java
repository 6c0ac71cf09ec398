package io.glasswatch.explainer.model;

import io.glasswatch.onnx.Description;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Cuts what the view {@link View#INSIDE} gives into single texts without padding. */
record InsideRun(Description names) {

  Set<String> outputs() {
    Set<String> outputs = new HashSet<>(names.attentionOutputs());
    outputs.addAll(names.hiddenOutputs());
    outputs.addAll(names.hiddenGradientOutputs());
    return outputs;
  }

  /** Returns the attention of each text, shape [layers][heads][query][key]. */
  static List<float[][][][]> attention(
      List<String> names, Map<String, float[]> values, PaddedBatch batch) {
    List<float[][][][]> read = new ArrayList<>();
    for (int row = 0; row < batch.rows(); row++) {
      float[][][][] attention = new float[names.size()][][][];
      for (int l = 0; l < attention.length; l++) {
        attention[l] = squares(values.get(names.get(l)), batch, row);
      }
      read.add(attention);
    }
    return read;
  }

  List<Inside> read(Map<String, float[]> values, PaddedBatch batch) {
    List<float[][][][]> attention = attention(names.attentionOutputs(), values, batch);
    int layers = names.attentionOutputs().size();
    List<Inside> read = new ArrayList<>();
    for (int row = 0; row < batch.rows(); row++) {
      float[][][] hidden = new float[layers][][];
      float[][][] gradient = new float[layers][][];
      for (int l = 0; l < layers; l++) {
        hidden[l] = batch.vectors(values.get(names.hiddenOutputs().get(l)), row);
        gradient[l] = batch.vectors(values.get(names.hiddenGradientOutputs().get(l)), row);
      }
      read.add(new Inside(attention.get(row), hidden, gradient));
    }
    return read;
  }

  private static float[][][] squares(float[] values, PaddedBatch batch, int row) {
    int width = batch.width();
    int heads = values.length / (batch.rows() * width * width);
    int tokens = batch.windows().get(row).length;
    float[][][] squares = new float[heads][tokens][tokens];
    for (int h = 0; h < heads; h++) {
      for (int q = 0; q < tokens; q++) {
        int from = ((row * heads + h) * width + q) * width;
        System.arraycopy(values, from, squares[h][q], 0, tokens);
      }
    }
    return squares;
  }
}
