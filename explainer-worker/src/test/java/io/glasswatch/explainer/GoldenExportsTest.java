package io.glasswatch.explainer;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.glasswatch.explainer.attribute.IntegratedGradients;
import io.glasswatch.explainer.attribute.Quadrature;
import io.glasswatch.explainer.attribute.WindowBatch;
import io.glasswatch.explainer.model.Input;
import io.glasswatch.explainer.model.ModelFolder;
import io.glasswatch.explainer.model.TextModel;
import io.glasswatch.testing.Npz;
import io.glasswatch.testing.Npz.Array;
import io.glasswatch.testing.Project;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What methods are fed agrees with PyTorch in double precision: gradients, and path integrals by
 * the same rule. Exports that read token types are left out: the worker feeds zeros, the goldens
 * hold others.
 */
class GoldenExportsTest {

  private static final float[][] NO_NOISE = new float[0][];

  /** The pad token, where the goldens' paths begin: the first word of each vocabulary but one's. */
  private static final Map<String, String> PAD = Map.of("roberta", "w1");

  @TempDir private Path folder;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "distilbert__eager__ts14__t5",
        "distilbert__sdpa__dyn18__t5",
        "roberta__sdpa__ts17__t4",
        "gpt2__eager__dyn18__t5",
        "llama__eager__ts14__t5"
      })
  void gradientsAndPathIntegralsAgreeWithAutograd(String name) throws IOException {
    JsonNode known =
        new ObjectMapper().readTree(Project.shared("models/" + name + ".json").toFile());
    Map<String, Array> golden = Npz.read(Project.shared("models/" + known.get("golden").asText()));
    boolean speaks = known.get("task").asText().equals("causal-lm");
    GoldenFolder.fill(
        folder,
        name,
        "task: %s\nmask_token: \"%s\"\n"
            .formatted(
                speaks ? "causal-lm" : "text-classification",
                PAD.getOrDefault(known.get("architecture").asText(), "[UNK]")));
    double tolerance = known.get("tolerance").get("gradient").asDouble();
    try (TextModel model = TextModel.open(ModelFolder.read(folder), 1)) {
      for (int i = 0; i < known.get("golden_inputs").asInt(); i++) {
        String in = "in" + i + "_";
        List<Input> inputs = inputs(golden, in, speaks);
        int steps = known.get("integrated_gradients").get("steps").asInt();
        List<double[]> integrals =
            IntegratedGradients.integrals(
                new WindowBatch(model, inputs),
                IntStream.range(0, inputs.size()).boxed().toList(),
                Quadrature.midpoint(steps));
        List<float[][]> gradients = model.gradients(inputs, row -> NO_NOISE);
        double[] values = model.values(inputs);
        for (int row = 0; row < inputs.size(); row++) {
          double[][] slope = rows(golden.get(in + "grad_embeds"), row, inputs.get(row));
          double[][] path = rows(golden.get(in + "ig_embeds"), row, inputs.get(row));
          double target = golden.get(in + "target").values()[row];
          assertThat(Math.abs(values[row] - target)).isLessThan(1e-3 * (1 + Math.abs(target)));
          assertThat(error(flat(gradients.get(row)), flat(slope))).isLessThan(2 * tolerance);
          assertThat(error(integrals.get(row), sums(path))).isLessThan(2 * tolerance);
        }
      }
    }
  }

  private static List<Input> inputs(Map<String, Array> golden, String in, boolean speaks) {
    Array ids = golden.get(in + "input_ids");
    int width = (int) ids.dims()[1];
    List<Input> inputs = new ArrayList<>();
    for (int row = 0; row < ids.dims()[0]; row++) {
      double[] mask =
          Arrays.copyOfRange(
              golden.get(in + "attention_mask").values(), row * width, (row + 1) * width);
      int length = (int) Arrays.stream(mask).sum();
      long[] own = new long[length];
      for (int t = 0; t < length; t++) {
        own[t] = (long) ids.values()[row * width + t];
      }
      inputs.add(
          speaks
              ? Input.ofTokens(own, 0, length, span(golden.get(in + "span"), row, length))
              : Input.ofClassifier(own, 0, length, label(golden, in, row), 0));
    }
    return inputs;
  }

  private static float[] span(Array spans, int row, int length) {
    float[] weights = new float[length];
    Arrays.fill(weights, (int) spans.values()[2 * row], (int) spans.values()[2 * row + 1], 1);
    return weights;
  }

  private static float[] label(Map<String, Array> golden, String in, int row) {
    float[] weights = new float[(int) golden.get(in + "logits").dims()[1]];
    weights[(int) golden.get(in + "class_index").values()[row]] = 1;
    return weights;
  }

  /** Returns one text's part of an array [batch, tokens, width], without its padding. */
  private static double[][] rows(Array all, int row, Input input) {
    int tokens = (int) all.dims()[1];
    int width = (int) all.dims()[2];
    double[][] rows = new double[input.ids().length][];
    for (int t = 0; t < rows.length; t++) {
      int from = (row * tokens + t) * width;
      rows[t] = Arrays.copyOfRange(all.values(), from, from + width);
    }
    return rows;
  }

  private static double[] sums(double[][] rows) {
    return Arrays.stream(rows).mapToDouble(row -> Arrays.stream(row).sum()).toArray();
  }

  private static double[] flat(double[][] rows) {
    return Arrays.stream(rows).flatMapToDouble(Arrays::stream).toArray();
  }

  private static double[] flat(float[][] rows) {
    double[][] doubles = new double[rows.length][];
    for (int t = 0; t < rows.length; t++) {
      float[] row = rows[t];
      doubles[t] = IntStream.range(0, row.length).mapToDouble(h -> row[h]).toArray();
    }
    return flat(doubles);
  }

  /** Returns the largest difference, relative to the largest number expected. */
  private static double error(double[] got, double[] expected) {
    assertThat(got).hasSameSizeAs(expected);
    double largest = Arrays.stream(expected).map(Math::abs).max().orElseThrow();
    return IntStream.range(0, got.length)
            .mapToDouble(i -> Math.abs(got[i] - expected[i]))
            .max()
            .orElseThrow()
        / largest;
  }
}
