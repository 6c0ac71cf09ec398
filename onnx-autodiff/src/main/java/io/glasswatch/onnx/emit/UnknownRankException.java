package io.glasswatch.onnx.emit;

/** A rank is needed that cannot be told from the file. */
public final class UnknownRankException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public UnknownRankException(String message) {
    super(message);
  }
}
