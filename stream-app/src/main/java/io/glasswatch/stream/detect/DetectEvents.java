package io.glasswatch.stream.detect;

/** What detection tells whoever counts. */
@FunctionalInterface
public interface DetectEvents {

  /** An interaction was assessed in {@code seconds}. */
  void detected(Detected detected, double seconds);
}
