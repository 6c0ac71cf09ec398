package io.glasswatch.stream.detect.check;

import io.glasswatch.contract.Category;
import io.glasswatch.contract.Finding;
import io.glasswatch.contract.Interaction;
import io.glasswatch.contract.Severity;
import io.glasswatch.contract.Span;
import io.glasswatch.contract.Where;
import java.util.Arrays;
import java.util.Optional;

/**
 * A response that ends in a loop: the same stretch again and again until it is cut off.
 *
 * @param repeats how often the stretch stands there, at least
 * @param covered how many code points the repeats cover together, at least
 * @param tail how many code points at the end are looked at
 */
record RepetitionLoop(int repeats, int covered, int tail) implements Check {

  @Override
  public String id() {
    return "unbounded_consumption.repetition-loop";
  }

  @Override
  public Optional<Finding> find(Interaction interaction) {
    for (int message = 0; message < interaction.response().size(); message++) {
      String text = interaction.response().get(message).text();
      if (text.length() < covered) {
        continue;
      }
      int length = loopLength(reversedTail(text));
      if (length > 0) {
        int end = text.codePointCount(0, text.length());
        Span span = new Span(Where.RESPONSE, message, end - length, end);
        return Optional.of(
            new Finding(
                id(), Category.UNBOUNDED_CONSUMPTION, Severity.WARNING, Optional.of(span), 1));
      }
    }
    return Optional.empty();
  }

  /**
   * Returns how many code points at the end are a loop, or 0.
   *
   * <p>With {@code z[p]} the length of the longest common prefix of the reversed tail and itself
   * moved by {@code p}, the last {@code p + z[p]} code points have the period {@code p}. All {@code
   * z} take linear time (Gusfield, "Algorithms on Strings, Trees, and Sequences", 1997, 1.4).
   */
  private int loopLength(int[] reversed) {
    int n = reversed.length;
    if (n < covered) {
      return 0;
    }
    int[] z = z(reversed);
    for (int period = 1; period <= n / repeats; period++) {
      int length = period + z[period];
      if (length >= covered && length >= repeats * period && hasLetter(reversed, period)) {
        return length;
      }
    }
    return 0;
  }

  /** The last code points, the last one first. */
  private int[] reversedTail(String text) {
    int[] reversed = new int[Math.min(text.length(), tail)];
    int n = 0;
    for (int i = text.length(); i > 0 && n < tail; n++) {
      reversed[n] = text.codePointBefore(i);
      i -= Character.charCount(reversed[n]);
    }
    return Arrays.copyOf(reversed, n);
  }

  private static int[] z(int[] s) {
    int[] z = new int[s.length];
    int left = 0;
    int right = 0;
    for (int i = 1; i < s.length; i++) {
      int k = i < right ? Math.min(right - i, z[i - left]) : 0;
      while (i + k < s.length && s[k] == s[i + k]) {
        k++;
      }
      z[i] = k;
      if (i + k > right) {
        left = i;
        right = i + k;
      }
    }
    return z;
  }

  /** A ruler or the frame of a table is no loop. */
  private static boolean hasLetter(int[] points, int length) {
    for (int i = 0; i < length; i++) {
      if (Character.isLetter(points[i])) {
        return true;
      }
    }
    return false;
  }
}
