package io.glasswatch.onnx;

import io.glasswatch.onnx.graph.Model;
import io.glasswatch.onnx.graph.OnnxReader;
import java.io.IOException;
import java.nio.file.Path;

/**
 * Adds attention and input gradients to an exported transformer, as one more ONNX model that any
 * ONNX Runtime can run.
 *
 * <pre>{@code
 * Prepared prepared =
 *     OnnxAutodiff.prepare(
 *         Path.of("classifier.onnx"),
 *         TransformRequest.of(Target.CLASS).with(Extra.GRADIENT_TIMES_INPUT));
 * OrtSession session = environment.createSession(prepared.toBytes());
 * }</pre>
 */
public final class OnnxAutodiff {

  private OnnxAutodiff() {}

  /**
   * Returns the model with what {@code request} asks for.
   *
   * @param model the bytes of an ONNX file with its weights inside
   * @throws io.glasswatch.onnx.graph.InvalidModelException if it is no readable model
   * @throws UnsupportedModelException if it has no gradient that could be taken; says where and why
   */
  public static Prepared prepare(byte[] model, TransformRequest request) {
    return prepare(OnnxReader.read(model), request);
  }

  /**
   * Returns the model in {@code file}, external weights beside it included, with what is asked for.
   */
  public static Prepared prepare(Path file, TransformRequest request) throws IOException {
    return prepare(OnnxReader.read(file), request);
  }

  /** Says what a transform would find in the model in {@code file}; changes nothing. */
  public static Inspection inspect(Path file) throws IOException {
    return inspect(OnnxReader.read(file));
  }

  /** Says what a transform would find in {@code model}; changes nothing. */
  public static Inspection inspect(Model model) {
    return Inspector.inspect(model);
  }

  /** Returns {@code model} with what {@code request} asks for. */
  public static Prepared prepare(Model model, TransformRequest request) {
    return Transformer.transform(model, request);
  }
}
