package io.glasswatch.explainer;

import static org.assertj.core.api.Assertions.assertThat;

import io.glasswatch.contract.Attribution;
import io.glasswatch.contract.Explanation.Explained;
import io.glasswatch.explainer.attribute.Methods;
import io.glasswatch.explainer.model.ModelFolder;
import io.glasswatch.onnx.graph.Attributes;
import io.glasswatch.onnx.graph.Dim;
import io.glasswatch.onnx.graph.ElementType;
import io.glasswatch.onnx.graph.Graph;
import io.glasswatch.onnx.graph.Model;
import io.glasswatch.onnx.graph.Node;
import io.glasswatch.onnx.graph.OnnxWriter;
import io.glasswatch.onnx.graph.Shape;
import io.glasswatch.onnx.graph.Tensor;
import io.glasswatch.onnx.graph.TensorType;
import io.glasswatch.onnx.graph.Value;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Models that no gradient passes through are explained by trying, and say so. */
class WithoutGradientTest {

  private static final List<String> BY_TRYING =
      List.of("occlusion", "lime", "kernel-shap", "owen-shap", "counterfactual", "adversarial");
  private static final int WIDTH = 8;

  @TempDir private Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"bert_int8__dynamic_quint8", "bert_int8__dynamic_qint8_per_channel"})
  void aQuantisedExportIsExplainedByTrying(String export) throws IOException {
    GoldenFolder.fill(folder, export, "name: small");
    explainsByTrying();
  }

  @ParameterizedTest
  @ValueSource(strings = {"LSTM", "GRU"})
  void aRecurrentClassifierIsExplainedByTrying(String cell) throws IOException {
    GoldenFolder.fill(folder, recurrent(cell), "name: small");
    explainsByTrying();
  }

  @Test
  void whereNothingThatWasAskedForIsPossibleOcclusionExplains() throws IOException {
    GoldenFolder.fill(folder, recurrent("LSTM"), "methods: [deeplift, attention-gradient]");
    try (Explainer explainer = Explainer.open(ModelFolder.read(folder), List.of(), 1)) {
      assertThat(explainer.methods()).containsExactly("occlusion");
      assertThat(explainer.unavailable()).containsOnlyKeys("deeplift", "attention-gradient");
    }
  }

  private void explainsByTrying() throws IOException {
    try (Explainer explainer = Explainer.open(ModelFolder.read(folder), Methods.ids(), 1)) {
      assertThat(explainer.methods()).containsExactlyElementsOf(BY_TRYING);
      assertThat(explainer.unavailable()).hasSize(Methods.ids().size() - BY_TRYING.size());
      assertThat(explainer.unavailable().values()).noneMatch(String::isBlank);
      Explained answer =
          (Explained)
              explainer.explain(Requests.interaction("a", "w5 w17 w9 w80 w33", ""), List.of());
      assertThat(answer.attributions())
          .extracting(Attribution::method)
          .containsExactlyElementsOf(BY_TRYING);
      assertThat(answer.attributions().get(0).tokens())
          .hasSize(5)
          .anyMatch(token -> Math.abs(token.score()) > 1e-4);
      assertThat(answer.attributions().get(2).quality().get("completeness_gap")).isLessThan(0.05);
    }
  }

  /** Embeddings, one recurrent layer, and two logits of its last state. */
  private static byte[] recurrent(String cell) {
    int gates = cell.equals("LSTM") ? 4 : 3;
    Random random = new Random(5);
    Graph graph =
        new Graph(
            "recurrent",
            List.of(
                new Value(
                    "input_ids",
                    TensorType.of(
                        ElementType.INT64, Shape.of(Dim.named("batch"), Dim.named("sequence"))))),
            List.of(
                new Value(
                    "logits",
                    TensorType.of(ElementType.FLOAT, Shape.of(Dim.named("batch"), Dim.known(2))))),
            List.of(
                node("Gather", List.of("embedded"), Map.of(), "table", "input_ids"),
                node(
                    "Transpose",
                    List.of("steps"),
                    Attributes.of("perm", new long[] {1, 0, 2}),
                    "embedded"),
                node(
                    cell,
                    List.of("states", "last"),
                    Attributes.of("hidden_size", WIDTH),
                    "steps",
                    "of_input",
                    "of_state"),
                node("Squeeze", List.of("state"), Map.of(), "last", "direction"),
                node("MatMul", List.of("logits"), Map.of(), "state", "head")),
            Map.of(
                "table", drawn(random, 200, WIDTH),
                "of_input", drawn(random, 1, WIDTH * (long) gates, WIDTH),
                "of_state", drawn(random, 1, WIDTH * (long) gates, WIDTH),
                "head", drawn(random, WIDTH, 2),
                "direction", Tensor.vector(0)),
            List.of());
    return OnnxWriter.toBytes(Model.of(17, graph));
  }

  private static Tensor drawn(Random random, long... dims) {
    float[] values = new float[(int) LongStream.of(dims).reduce(1, (a, b) -> a * b)];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return Tensor.floats(Arrays.stream(dims).boxed().toList(), values);
  }

  private static Node node(
      String op,
      List<String> outputs,
      Map<String, ai.onnx.proto.OnnxMl.AttributeProto> attributes,
      String... inputs) {
    return new Node(op, "", outputs.get(0), List.of(inputs), outputs, attributes);
  }
}
