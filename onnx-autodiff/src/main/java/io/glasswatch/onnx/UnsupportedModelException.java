package io.glasswatch.onnx;

/** A sound model in which what was asked for cannot be found or differentiated. */
public class UnsupportedModelException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public UnsupportedModelException(String message) {
    super(message);
  }
}
