package io.glasswatch.stream.detect.signal;

import io.glasswatch.contract.Message;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalDouble;
import java.util.Set;

/** How much a text repeats itself. */
final class Repetition {

  private static final int STRETCH = 3;
  private static final int MOST_WORDS = 2_000;

  private Repetition() {}

  /**
   * Returns {@code 1 - distinct / all} over the stretches of three words, of the first 2,000 words;
   * empty for a text of fewer than three.
   */
  static OptionalDouble of(List<Message> messages) {
    int[] last = new int[STRETCH];
    Set<Long> distinct = new HashSet<>();
    int words = 0;
    for (Message message : messages) {
      String text = message.text();
      int hash = 0;
      for (int i = 0; i <= text.length() && words < MOST_WORDS; i++) {
        char c = i < text.length() ? text.charAt(i) : ' ';
        if (!Character.isWhitespace(c) && !Character.isIdeographic(c)) {
          hash = 31 * hash + c + 1;
          continue;
        }
        if (hash != 0) {
          words = word(hash, words, last, distinct);
        }
        hash = 0;
        if (Character.isIdeographic(c)) {
          words = word(c, words, last, distinct);
        }
      }
    }
    int all = words - STRETCH + 1;
    return all < 1 ? OptionalDouble.empty() : OptionalDouble.of(1 - (double) distinct.size() / all);
  }

  private static int word(int hash, int words, int[] last, Set<Long> distinct) {
    last[words % STRETCH] = hash;
    if (words + 1 >= STRETCH) {
      long key = 0;
      for (int k = 0; k < STRETCH; k++) {
        key = key * 0x9E3779B97F4A7C15L + last[(words + 1 + k) % STRETCH];
      }
      distinct.add(key);
    }
    return words + 1;
  }
}
