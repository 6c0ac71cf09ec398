package io.glasswatch.explainer.model;

import static io.glasswatch.onnx.PooledHead.LOGITS_OUTPUT;

import io.glasswatch.contract.ExplainerModel;
import io.glasswatch.contract.Message;
import io.glasswatch.explainer.model.ModelSettings.Task;
import io.glasswatch.onnx.PooledHead;
import io.glasswatch.onnx.PooledHead.Activation;
import io.glasswatch.onnx.PooledHead.Dense;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The default classifier: MiniLM, masked mean pooling and the safety head as one graph. */
public final class SafetyModel {

  /** The name under which answers state it. */
  public static final String NAME = "minilm-safety";

  /** Windows of 128 tokens with their frame. */
  private static final int MAX_TOKENS = 128;

  private SafetyModel() {}

  /** Returns the model that is shipped. */
  public static ModelSource source() {
    return source(SafetyHead.read(SafetyHead.shippedFile()));
  }

  /** Returns the shipped encoder under another head. */
  public static ModelSource source(SafetyHead head) {
    return source(MiniLm.onnx(), head);
  }

  /** Returns {@code encoder}, an export with MiniLM's inputs, under {@code head}. */
  static ModelSource source(byte[] encoder, SafetyHead head) {
    ExplainerModel identity =
        new ExplainerModel(
            NAME,
            Sha256.of(encoder, head.toFile()),
            Sha256.of(MiniLm.tokenizerJson()),
            Sha256.of(head.thresholds().toString()),
            "cpu");
    return new ModelSource(
        pooled(head).appendTo(encoder), MiniLm.tokenizerJson(), settings(head), identity);
  }

  private static ModelSettings settings(SafetyHead head) {
    List<Label> labels =
        Arrays.stream(Category.values())
            .map(
                category ->
                    new Label(
                        category.id(),
                        category.output(),
                        head.thresholds().get(category),
                        category.appliesTo(Category.Side.REQUEST),
                        category.appliesTo(Category.Side.RESPONSE)))
            .toList();
    return new ModelSettings(
        NAME,
        Task.CLASSIFICATION,
        labels,
        false,
        Optional.of(LOGITS_OUTPUT),
        MAX_TOKENS,
        Optional.of("[MASK]"),
        ModelSettings.PROMPT + ModelSettings.RESPONSE,
        Set.of(Message.SYSTEM),
        List.of());
  }

  private static PooledHead pooled(SafetyHead head) {
    int outputs = head.b2().length;
    return PooledHead.of(
        Dense.of(rows(head.w1(), head.inputs(), head.hidden()), head.b1(), Activation.TANH),
        Dense.of(rows(head.w2(), head.hidden(), outputs), head.b2(), Activation.NONE));
  }

  private static float[][] rows(float[] flat, int rows, int columns) {
    float[][] matrix = new float[rows][];
    for (int row = 0; row < rows; row++) {
      matrix[row] = Arrays.copyOfRange(flat, row * columns, (row + 1) * columns);
    }
    return matrix;
  }
}
