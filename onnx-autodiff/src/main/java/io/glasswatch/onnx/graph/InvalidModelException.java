package io.glasswatch.onnx.graph;

/**
 * A file is not a model this library can work on: broken, hostile, or asking for what is not there.
 */
public final class InvalidModelException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public InvalidModelException(String message) {
    super(message);
  }

  public InvalidModelException(String message, Throwable cause) {
    super(message, cause);
  }
}
