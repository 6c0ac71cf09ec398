package io.glasswatch.explainer.model;

import java.util.Arrays;
import java.util.Optional;

/**
 * A text as the model reads it, and the number F that is asked of it.
 *
 * <p>Of a classifier, {@code F = sum over outputs of weights[c] * logits[c]}. Of a language model,
 * {@code F = sum over positions t >= 1 of weights[t] * log p(ids[t] | ids before t)}. If there is a
 * {@code rather}, its F is subtracted: why this and not that.
 *
 * @param ids token ids as they are fed, at least one
 * @param from the first token that may be changed or masked, and is explained
 * @param to behind the last one; the tokens around them frame the text, or are its target
 * @param weights one an output of a classifier, one a token of a language model
 * @param perToken whether the weights are those of tokens
 * @param boundary the F at which the verdict changes; NaN for half as likely
 * @param rather what F is compared with; the same tokens up to {@code to}
 */
public record Input(
    long[] ids,
    int from,
    int to,
    float[] weights,
    boolean perToken,
    double boundary,
    Optional<Input> rather) {

  public Input {
    if (from < 0 || to < from || to > ids.length) {
      throw new IllegalArgumentException(
          "explained tokens must lie within the %d of the text, but are %d to %d"
              .formatted(ids.length, from, to));
    }
  }

  /** Returns a question to a classifier. */
  public static Input ofClassifier(long[] ids, int from, int to, float[] weights, double boundary) {
    return new Input(ids, from, to, weights, false, boundary, Optional.empty());
  }

  /** Returns a question to a language model: how likely the tokens from {@code to} on are. */
  public static Input ofTokens(long[] ids, int from, int to, float[] weights) {
    return new Input(ids, from, to, weights, true, Double.NaN, Optional.empty());
  }

  /** Returns the question why this and not {@code other}, which begins with the same tokens. */
  public Input ratherThan(Input other) {
    return new Input(ids, from, to, weights, perToken, 0, Optional.of(other));
  }

  /** Returns how many tokens are explained. */
  public int size() {
    return to - from;
  }

  /** Returns the same question of the text with the explained tokens masked that are not kept. */
  public Input keeping(boolean[] kept, long mask) {
    long[] changed = ids.clone();
    for (int t = 0; t < size(); t++) {
      if (!kept[t]) {
        changed[from + t] = mask;
      }
    }
    return with(changed);
  }

  /** Returns the same question of the text with all explained tokens masked. */
  public Input masked(long mask) {
    return keeping(new boolean[size()], mask);
  }

  /** Returns the same question of other ids, which replace the first ones of this. */
  private Input with(long[] changed) {
    return new Input(
        changed, from, to, weights, perToken, boundary, rather.map(r -> r.beginning(changed)));
  }

  private Input beginning(long[] changed) {
    long[] own = ids.clone();
    System.arraycopy(changed, 0, own, 0, to);
    return new Input(own, from, to, weights, perToken, boundary, rather);
  }

  /** Returns the same question of the text with token {@code at} (from 0) replaced by others. */
  public Input replacing(int at, long[] others) {
    int grown = others.length - 1;
    int place = from + at;
    long[] changed = new long[ids.length + grown];
    System.arraycopy(ids, 0, changed, 0, place);
    System.arraycopy(others, 0, changed, place, others.length);
    System.arraycopy(ids, place + 1, changed, place + others.length, ids.length - place - 1);
    float[] moved = weights;
    if (perToken && grown != 0) {
      moved = new float[changed.length];
      System.arraycopy(weights, to, moved, to + grown, weights.length - to);
    }
    return new Input(
        changed,
        from,
        to + grown,
        moved,
        perToken,
        boundary,
        rather.map(r -> r.replacing(at, others)));
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Input that
        && Arrays.equals(ids, that.ids)
        && Arrays.equals(weights, that.weights)
        && from == that.from
        && to == that.to
        && rather.equals(that.rather);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(ids);
  }

  /** Names the sizes only: ids spell the text. */
  @Override
  public String toString() {
    return "Input[%d tokens, %d explained]".formatted(ids.length, size());
  }
}
