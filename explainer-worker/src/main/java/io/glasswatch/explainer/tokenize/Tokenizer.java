package io.glasswatch.explainer.tokenize;

import ai.djl.huggingface.tokenizers.Encoding;
import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import ai.djl.huggingface.tokenizers.jni.CharSpan;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;

/**
 * A Hugging Face tokenizer that cuts nothing off and pads nothing, whatever its file says.
 *
 * <p>Safe for use by several threads.
 */
public final class Tokenizer implements AutoCloseable {

  static {
    // The library would otherwise report its use over the network.
    System.setProperty("OPT_OUT_TRACKING", "true");
    System.setProperty("ai.djl.offline", "true");
  }

  private final HuggingFaceTokenizer tokenizer;
  private final long first;
  private final long last;

  private Tokenizer(HuggingFaceTokenizer tokenizer) {
    this.tokenizer = tokenizer;
    long[] frame = tokenizer.encode("", true, false).getIds();
    if (frame.length != 2) {
      throw new IllegalArgumentException(
          "tokenizer must frame a text with one token before and one after, but frames it with %d"
              .formatted(frame.length));
    }
    this.first = frame[0];
    this.last = frame[1];
  }

  /** Returns the tokenizer that a {@code tokenizer.json} describes. */
  public static Tokenizer read(byte[] tokenizerJson) {
    Map<String, String> asIs = Map.of("truncation", "false", "padding", "false");
    try {
      return new Tokenizer(
          HuggingFaceTokenizer.newInstance(new ByteArrayInputStream(tokenizerJson), asIs));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Returns the tokens of {@code text}; none for an empty one, never an error. Combining marks that
   * the model does not read belong to the token before them, so that a letter keeps its accents.
   */
  public Tokens tokens(String text) {
    if (text.isEmpty()) {
      return new Tokens(new long[0], new int[0], new int[0]);
    }
    Encoding encoding = tokenizer.encode(CodePoints.wellFormed(text), false, false);
    CharSpan[] spans = encoding.getCharTokenSpans();
    int[] points = text.codePoints().toArray();
    int[] starts = new int[spans.length];
    int[] ends = new int[spans.length];
    for (int i = 0; i < spans.length; i++) {
      starts[i] = spans[i].getStart();
      int next = i + 1 < spans.length ? spans[i + 1].getStart() : points.length;
      ends[i] = CodePoints.withMarks(points, spans[i].getEnd(), next);
    }
    return new Tokens(encoding.getIds(), starts, ends);
  }

  /** Returns the id of the token before every text, {@code [CLS]} in BERT. */
  public long first() {
    return first;
  }

  /** Returns the id of the token after every text, {@code [SEP]} in BERT. */
  public long last() {
    return last;
  }

  @Override
  public void close() {
    tokenizer.close();
  }
}
