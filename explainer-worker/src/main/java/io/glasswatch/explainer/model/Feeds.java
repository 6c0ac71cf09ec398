package io.glasswatch.explainer.model;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import java.util.LinkedHashMap;
import java.util.Map;

/** The tensors that a model is fed in one run; closing frees them. */
final class Feeds implements AutoCloseable {

  private final Map<String, OnnxTensor> tensors = new LinkedHashMap<>();

  /** Adds whole numbers under {@code name}, row by row in {@code shape}. */
  Feeds with(String name, long[] values, long... shape) {
    try {
      tensors.put(
          name,
          OnnxTensor.createTensor(OrtEnvironment.getEnvironment(), LongBuffer.wrap(values), shape));
      return this;
    } catch (OrtException e) {
      throw new IllegalStateException("tensor %s cannot be made".formatted(name), e);
    }
  }

  /** Adds numbers under {@code name}, row by row in {@code shape}. */
  Feeds with(String name, float[] values, long... shape) {
    try {
      tensors.put(
          name,
          OnnxTensor.createTensor(
              OrtEnvironment.getEnvironment(), FloatBuffer.wrap(values), shape));
      return this;
    } catch (OrtException e) {
      throw new IllegalStateException("tensor %s cannot be made".formatted(name), e);
    }
  }

  /** Returns the tensors by input name. */
  Map<String, OnnxTensor> tensors() {
    return tensors;
  }

  @Override
  public void close() {
    tensors.values().forEach(OnnxTensor::close);
  }
}
