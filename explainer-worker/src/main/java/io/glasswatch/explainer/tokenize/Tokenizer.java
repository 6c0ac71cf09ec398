package io.glasswatch.explainer.tokenize;

import ai.djl.huggingface.tokenizers.Encoding;
import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import ai.djl.huggingface.tokenizers.jni.CharSpan;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

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

  /** Tokens that stand for no information, in the order in which they are looked for. */
  private static final List<String> MASKS =
      List.of("[MASK]", "<mask>", "[UNK]", "<unk>", "<|endoftext|>", "[PAD]", "<pad>", "</s>");

  private final long[] before;
  private final long[] after;

  private Tokenizer(HuggingFaceTokenizer tokenizer) {
    this.tokenizer = tokenizer;
    long[] plain = tokenizer.encode("a", false, false).getIds();
    long[] framed = tokenizer.encode("a", true, false).getIds();
    int from = 0;
    while (from + plain.length < framed.length
        && !Arrays.equals(framed, from, from + plain.length, plain, 0, plain.length)) {
      from++;
    }
    before = Arrays.copyOfRange(framed, 0, from);
    after = Arrays.copyOfRange(framed, from + plain.length, framed.length);
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

  /** Returns how many tokens the tokenizer puts before every text, 1 in BERT. */
  public int before() {
    return before.length;
  }

  /** Returns how many tokens the tokenizer puts around every text, 2 in BERT. */
  public int frame() {
    return before.length + after.length;
  }

  /** Returns {@code ids} between the tokens that the tokenizer puts around every text. */
  public long[] framed(long[] ids) {
    long[] framed = new long[before.length + ids.length + after.length];
    System.arraycopy(before, 0, framed, 0, before.length);
    System.arraycopy(ids, 0, framed, before.length, ids.length);
    System.arraycopy(after, 0, framed, before.length + ids.length, after.length);
    return framed;
  }

  /** Returns {@code ids} behind the tokens that the tokenizer puts before every text. */
  public long[] opened(long[] ids) {
    long[] opened = new long[before.length + ids.length];
    System.arraycopy(before, 0, opened, 0, before.length);
    System.arraycopy(ids, 0, opened, before.length, ids.length);
    return opened;
  }

  /** Returns what a token reads as. */
  public String text(long id) {
    return tokenizer.decode(new long[] {id}, false);
  }

  /**
   * Returns the id of the token that stands for no information: {@code wanted}, or the first there
   * is of {@code [MASK], <mask>, [UNK], <unk>} and the tokens that end or pad a text.
   *
   * @throws IllegalArgumentException if the vocabulary has none of them
   */
  public long mask(Optional<String> wanted) {
    for (String token : wanted.map(List::of).orElse(MASKS)) {
      long[] ids = tokenizer.encode(token, false, false).getIds();
      if (ids.length == 1) {
        return ids[0];
      }
    }
    throw new IllegalArgumentException(
        "the vocabulary has no token %s; name one as mask_token"
            .formatted(wanted.orElse("of " + MASKS)));
  }

  @Override
  public void close() {
    tokenizer.close();
  }
}
