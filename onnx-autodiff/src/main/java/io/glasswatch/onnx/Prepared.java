package io.glasswatch.onnx;

import io.glasswatch.onnx.graph.Model;
import io.glasswatch.onnx.graph.OnnxWriter;
import java.io.IOException;
import java.nio.file.Path;

/**
 * A model with what was asked for added to it.
 *
 * @param model the graph, ready to be written
 * @param description the names of what was added
 */
public record Prepared(Model model, Description description) {

  /**
   * Returns the model as the bytes of an ONNX file, as ONNX Runtime's {@code createSession(byte[])}
   * takes it.
   *
   * @throws io.glasswatch.onnx.graph.InvalidModelException if it is above 2 GB; write it to a file
   */
  public byte[] toBytes() {
    return OnnxWriter.toBytes(model);
  }

  /**
   * Writes the model; above 2 GB its weights go to a second file beside it, named {@code .data}.
   */
  public void writeTo(Path file) throws IOException {
    OnnxWriter.write(model, file);
  }
}
