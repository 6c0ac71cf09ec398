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

  List<Inside> read(Map<String, float[]> values, PaddedBatch batch) {
    int layers = names.attentionOutputs().size();
    List<Inside> read = new ArrayList<>();
    for (int row = 0; row < batch.rows(); row++) {
      float[][][][] attention = new float[layers][][][];
      float[][][] hidden = new float[layers][][];
      float[][][] gradient = new float[layers][][];
      for (int l = 0; l < layers; l++) {
        attention[l] = squares(values.get(names.attentionOutputs().get(l)), batch, row);
        hidden[l] = batch.vectors(values.get(names.hiddenOutputs().get(l)), row);
        gradient[l] = batch.vectors(values.get(names.hiddenGradientOutputs().get(l)), row);
      }
      read.add(new Inside(attention, hidden, gradient));
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
