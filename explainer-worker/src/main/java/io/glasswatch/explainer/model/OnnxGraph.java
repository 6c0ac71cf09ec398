package io.glasswatch.explainer.model;

import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.OrtSession.SessionOptions;
import ai.onnxruntime.TensorInfo;
import java.nio.FloatBuffer;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** An ONNX model opened in ONNX Runtime. Safe for use by several threads. */
final class OnnxGraph implements AutoCloseable {

  static {
    // The runtime would otherwise report its use.
    try {
      OrtEnvironment.getEnvironment().setTelemetry(false);
    } catch (OrtException e) {
      throw new IllegalStateException("telemetry of ONNX Runtime cannot be switched off", e);
    }
  }

  /** The input that says which tokens are no padding. */
  static final String MASK = "attention_mask";

  private static final String IDS = "input_ids";

  private final OrtSession session;

  /**
   * Opens a model.
   *
   * @param onnx the model's bytes
   * @param device where it computes
   * @throws IllegalStateException if it cannot be opened there
   */
  OnnxGraph(byte[] onnx, Device device) {
    try (SessionOptions options = device.options()) {
      session = OrtEnvironment.getEnvironment().createSession(onnx, options);
    } catch (OrtException e) {
      throw new IllegalStateException(
          "model cannot be opened on %s: %s".formatted(device.id(), e.getMessage()), e);
    }
  }

  /** Tells whether the model has an input of that name. */
  boolean reads(String input) {
    try {
      Map<String, NodeInfo> inputs = session.getInputInfo();
      return inputs.containsKey(input);
    } catch (OrtException e) {
      throw new IllegalStateException("model's inputs cannot be read", e);
    }
  }

  /** Returns the input that token ids are fed to: {@code input_ids}, or else the first. */
  String ids() {
    return reads(IDS) ? IDS : session.getInputNames().iterator().next();
  }

  /** Tells whether padding can be told from text. */
  boolean ignoresPadding() {
    return reads(MASK);
  }

  /** Returns the output to read: the one asked for, or {@code logits}, or the first. */
  String output(Optional<String> wanted) {
    Set<String> outputs = session.getOutputNames();
    String name = wanted.orElse(outputs.contains("logits") ? "logits" : outputs.iterator().next());
    if (!outputs.contains(name)) {
      throw new IllegalArgumentException(
          "the model has no output \"%s\"; it has %s".formatted(name, outputs));
    }
    return name;
  }

  /** Tells whether the model has an output of that name, one vector of floats a row. */
  boolean writesVectors(String output) {
    try {
      NodeInfo info = session.getOutputInfo().get(output);
      return info != null
          && info.getInfo() instanceof TensorInfo tensor
          && tensor.type == OnnxJavaType.FLOAT
          && tensor.getShape().length == 2;
    } catch (OrtException e) {
      throw new IllegalStateException("model's outputs cannot be read", e);
    }
  }

  /**
   * Runs the model once.
   *
   * @param feeds a tensor an input
   * @param outputs names of the float outputs to return
   * @return the values of each output, row by row
   */
  Map<String, float[]> run(Feeds feeds, Set<String> outputs) {
    try (OrtSession.Result result = session.run(feeds.tensors(), outputs)) {
      Map<String, float[]> values = new LinkedHashMap<>();
      for (String output : outputs) {
        FloatBuffer buffer = ((OnnxTensor) result.get(output).orElseThrow()).getFloatBuffer();
        float[] copy = new float[buffer.remaining()];
        buffer.get(copy);
        values.put(output, copy);
      }
      return values;
    } catch (OrtException e) {
      throw new IllegalStateException("model failed: " + e.getCode(), e);
    }
  }

  @Override
  public void close() {
    try {
      session.close();
    } catch (OrtException e) {
      throw new IllegalStateException("model cannot be closed", e);
    }
  }
}
