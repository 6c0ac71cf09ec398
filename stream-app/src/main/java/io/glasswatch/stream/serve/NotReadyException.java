package io.glasswatch.stream.serve;

/** This instance cannot answer now: it starts, restores its state, or ends. */
public final class NotReadyException extends RuntimeException {

  private static final long serialVersionUID = 1;

  public NotReadyException(Throwable cause) {
    super("this instance does not hold its state now; ask again in a few seconds", cause);
  }
}
