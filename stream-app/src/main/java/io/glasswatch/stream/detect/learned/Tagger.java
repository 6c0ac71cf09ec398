package io.glasswatch.stream.detect.learned;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Finds names, places, addresses and the like in a text: a linear-chain conditional random field
 * over hashed features [1]. Every kind has a tag that begins it and one that goes on; tag 0 is
 * outside. About a microsecond a token that is worth a look; tokens among common words are not.
 *
 * <p>[1] Lafferty, McCallum, Pereira, "Conditional Random Fields", ICML 2001.
 */
public final class Tagger {

  /** What it tells apart, in the order of its tags. */
  public static final List<String> KINDS =
      List.of("name", "place", "organisation", "address", "date", "origin", "other");

  static final int TAGS = 1 + 2 * KINDS.size();
  static final int BUCKETS = 1 << 15;

  /** Tokens that are tagged together at most: each takes half a kilobyte then. */
  private static final int LONGEST_STRETCH = 10_000;

  /** The file's first number: what it is, and in which layout. */
  private static final int MAGIC = 0x47575431;

  private static final String SHIPPED = "pii-tagger.bin";

  /**
   * One thing that was found.
   *
   * @param kind one of {@link #KINDS}
   * @param start its first character, in UTF-16 code units
   * @param end one past its last
   * @param score how sure, 0 to 1: the least of its tokens' probabilities of being inside anything
   */
  public record Tagged(String kind, int start, int end, double score) {}

  private final byte[] weights;
  private final float scale;
  private final float[] transitions;
  private final Chain chain;
  private final PackedWeights packed;
  private final Lexicon lexicon;

  /**
   * @param weights shape [{@link #BUCKETS}][{@link #TAGS}], in units of {@code scale}
   * @param transitions shape [from][to]
   */
  private Tagger(byte[] weights, float scale, float[] transitions, Lexicon lexicon) {
    this.weights = weights;
    this.scale = scale;
    this.transitions = transitions;
    this.chain = new Chain(TAGS, transitions);
    this.packed = new PackedWeights(weights, TAGS);
    this.lexicon = lexicon;
  }

  /** Returns a tagger with these weights, rounded to a byte each. */
  static Tagger of(float[] weights, float[] transitions, Lexicon lexicon) {
    float most = 1e-6f;
    for (float w : weights) {
      most = Math.max(most, Math.abs(w));
    }
    byte[] rounded = new byte[weights.length];
    for (int i = 0; i < weights.length; i++) {
      rounded[i] = (byte) Math.round(weights[i] / most * Byte.MAX_VALUE);
    }
    return new Tagger(rounded, most / Byte.MAX_VALUE, transitions.clone(), lexicon);
  }

  /** Returns the tagger that ships. */
  public static Tagger shipped() {
    return Holder.TAGGER;
  }

  private static final class Holder {
    private static final Tagger TAGGER = load();

    private static Tagger load() {
      try (InputStream in = Tagger.class.getResourceAsStream(SHIPPED)) {
        return read(in.readAllBytes());
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  /** Returns what is found in {@code text}, in text order and without overlaps. */
  public List<Tagged> tag(String text) {
    List<Token> tokens = Token.of(text);
    TokenFeatures features = TokenFeatures.of(tokens, lexicon, BUCKETS);
    List<Tagged> found = new ArrayList<>();
    int from = 0;
    while (from < tokens.size()) {
      if (features.dull(from)) {
        from++;
        continue;
      }
      int to = from + 1;
      int most = Math.min(tokens.size(), from + LONGEST_STRETCH);
      while (to < most && !features.dull(to)) {
        to++;
      }
      tag(tokens, features, from, to, found);
      from = to;
    }
    return found;
  }

  private void tag(
      List<Token> tokens, TokenFeatures features, int from, int to, List<Tagged> found) {
    double[][] emissions = new double[to - from][];
    boolean outside = true;
    for (int i = from; i < to; i++) {
      double[] emission = packed.sums(features.at(i), scale);
      emissions[i - from] = emission;
      outside = outside && chain.surelyFirst(emission);
    }
    if (outside) {
      return;
    }
    int[] tags = chain.best(emissions);
    if (Arrays.stream(tags).noneMatch(tag -> tag > 0)) {
      return;
    }
    double[][] marginals = chain.marginals(emissions);
    for (int i = 0; i < tags.length; i++) {
      if (tags[i] == 0) {
        continue;
      }
      int end = i + 1;
      double score = 1 - marginals[i][0];
      while (end < tags.length && tags[end] == goesOn(tags[i])) {
        score = Math.min(score, 1 - marginals[end][0]);
        end++;
      }
      int start = tokens.get(from + i).start();
      String kind = KINDS.get((tags[i] - 1) / 2);
      found.add(
          new Tagged(
              kind, start, tokens.get(from + end - 1).end(), Math.max(0, Math.min(1, score))));
      i = end - 1;
    }
  }

  /** The tag that begins a kind. */
  static int begins(int kind) {
    return 1 + 2 * kind;
  }

  /** The tag that goes on with what {@code tag} began or went on with. */
  static int goesOn(int tag) {
    return tag + tag % 2;
  }

  /** Returns the tagger's file. */
  public byte[] toFile() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      out.writeInt(MAGIC);
      out.writeFloat(scale);
      for (float t : transitions) {
        out.writeFloat(t);
      }
      out.write(lexicon.bytes());
      out.write(weights);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  /**
   * Reads what {@link #toFile} wrote.
   *
   * @throws IllegalArgumentException if it is no such file
   */
  public static Tagger read(byte[] file) {
    int size = 8 + 4 * TAGS * TAGS + Lexicon.BYTES + BUCKETS * TAGS;
    try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(file))) {
      if (file.length != size || in.readInt() != MAGIC) {
        throw new IllegalArgumentException(
            "a tagger's file must have %d bytes, but has %d, or begins otherwise"
                .formatted(size, file.length));
      }
      float scale = in.readFloat();
      float[] transitions = new float[TAGS * TAGS];
      for (int i = 0; i < transitions.length; i++) {
        transitions[i] = in.readFloat();
      }
      Lexicon lexicon = Lexicon.read(in.readNBytes(Lexicon.BYTES));
      return new Tagger(in.readAllBytes(), scale, transitions, lexicon);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
