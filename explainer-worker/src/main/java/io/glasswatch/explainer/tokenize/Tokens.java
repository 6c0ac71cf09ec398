package io.glasswatch.explainer.tokenize;

import java.util.Arrays;
import java.util.Objects;

/**
 * The tokens of one text and where they stand in it.
 *
 * @param ids vocabulary ids without the special tokens, in text order
 * @param starts where each token begins, in Unicode code points of the text
 * @param ends where each token ends (exclusive), in Unicode code points of the text
 */
public record Tokens(long[] ids, int[] starts, int[] ends) {

  public Tokens {
    Objects.requireNonNull(ids, "ids");
    if (ids.length != starts.length || ids.length != ends.length) {
      throw new IllegalArgumentException(
          "ids, starts and ends must have one length, but have %d, %d, %d"
              .formatted(ids.length, starts.length, ends.length));
    }
  }

  /** Returns how many tokens there are; 0 for an empty text. */
  public int size() {
    return ids.length;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Tokens that
        && Arrays.equals(ids, that.ids)
        && Arrays.equals(starts, that.starts)
        && Arrays.equals(ends, that.ends);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(ids);
  }

  /** Names the size only: ids spell the text. */
  @Override
  public String toString() {
    return "Tokens[%d]".formatted(ids.length);
  }
}
