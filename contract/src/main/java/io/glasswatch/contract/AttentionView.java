package io.glasswatch.contract;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;

/**
 * Where a model looked while it read one passage: the attention between some of its tokens, of
 * every layer and head, at 8 bits. It holds places and numbers, never text.
 *
 * @param layers at least 1
 * @param heads of each layer, at least 1
 * @param places where each shown token stands in the original text, in the order in which the model
 *     read them; empty for a token that frames the passage
 * @param read how many tokens the model read, at least as many as are shown
 * @param packed the weights in 1/255, shape [layers][heads][query][key], deflated
 */
public record AttentionView(
    int layers, int heads, List<Optional<Span>> places, int read, byte[] packed) {

  /** The most weights of a view: what bounds its size, whatever the model. */
  public static final int MOST_WEIGHTS = 1 << 16;

  private static final int FULL = 255;

  public AttentionView {
    Require.that(layers >= 1 && heads >= 1, "there must be a layer and a head");
    places = List.copyOf(places);
    Require.that(
        !places.isEmpty() && read >= places.size(),
        "of %d tokens %d cannot be shown",
        read,
        places.size());
    Require.that(
        (long) layers * heads * places.size() * places.size() <= MOST_WEIGHTS,
        "a view must have at most %d weights",
        MOST_WEIGHTS);
    Require.that(packed != null, "packed must not be null");
  }

  /**
   * Returns the view of some tokens.
   *
   * @param attention shape [layers][heads][query][key] over all tokens that were read, 0 to 1
   * @param shown which of the tokens are shown, ascending
   * @param places where those stand, one a shown token
   */
  public static AttentionView of(
      float[][][][] attention, int[] shown, List<Optional<Span>> places) {
    int layers = attention.length;
    int heads = attention[0].length;
    byte[] weights = new byte[layers * heads * shown.length * shown.length];
    int next = 0;
    for (float[][][] layer : attention) {
      for (float[][] head : layer) {
        for (int query : shown) {
          for (int key : shown) {
            weights[next++] = (byte) Math.round(FULL * Math.min(1, Math.max(0, head[query][key])));
          }
        }
      }
    }
    return new AttentionView(layers, heads, places, attention[0][0].length, deflated(weights));
  }

  /** Returns how many tokens of a model's passage can be shown without passing the bound. */
  public static int mostTokens(int layers, int heads) {
    return (int) Math.sqrt((double) MOST_WEIGHTS / layers / heads);
  }

  /**
   * Returns the weights, from 0 to 1; what a row lacks to 1 went to tokens that are not shown.
   *
   * @return shape [layers][heads][query][key]
   * @throws IllegalStateException if they are damaged
   */
  public float[][][][] weights() {
    int tokens = places.size();
    byte[] all = inflated(layers * heads * tokens * tokens);
    float[][][][] weights = new float[layers][heads][tokens][tokens];
    int next = 0;
    for (float[][][] layer : weights) {
      for (float[][] head : layer) {
        for (float[] query : head) {
          for (int key = 0; key < tokens; key++) {
            query[key] = (all[next++] & 0xFF) / (float) FULL;
          }
        }
      }
    }
    return weights;
  }

  private static byte[] deflated(byte[] weights) {
    Deflater deflater = new Deflater(Deflater.BEST_COMPRESSION, true);
    try {
      deflater.setInput(weights);
      deflater.finish();
      ByteArrayOutputStream packed = new ByteArrayOutputStream();
      byte[] buffer = new byte[1 << 12];
      while (!deflater.finished()) {
        packed.write(buffer, 0, deflater.deflate(buffer));
      }
      return packed.toByteArray();
    } finally {
      deflater.end();
    }
  }

  private byte[] inflated(int length) {
    Inflater inflater = new Inflater(true);
    try {
      inflater.setInput(packed);
      byte[] weights = new byte[length];
      int done = 0;
      int some = 1;
      while (done < length && some > 0) {
        some = inflater.inflate(weights, done, length - done);
        done += some;
      }
      if (done < length) {
        throw new IllegalStateException("the attention is cut short");
      }
      return weights;
    } catch (DataFormatException e) {
      throw new IllegalStateException("the attention is damaged", e);
    } finally {
      inflater.end();
    }
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof AttentionView that
        && layers == that.layers
        && heads == that.heads
        && read == that.read
        && places.equals(that.places)
        && Arrays.equals(packed, that.packed);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(packed);
  }

  /** Names the sizes only. */
  @Override
  public String toString() {
    return "AttentionView[%d layers, %d heads, %d of %d tokens, %d bytes]"
        .formatted(layers, heads, places.size(), read, packed.length);
  }
}
