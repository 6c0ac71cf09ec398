package io.glasswatch.stream.detect.signal;

import io.glasswatch.contract.Message;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;

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
    int[] words = words(messages);
    int all = words.length - STRETCH + 1;
    if (all < 1) {
      return OptionalDouble.empty();
    }
    return OptionalDouble.of(1 - (double) distinct(words, all) / all);
  }

  /** Hashes of the words; a character of a script without spaces counts as a word. */
  private static int[] words(List<Message> messages) {
    int[] words = new int[MOST_WORDS];
    int count = 0;
    for (Message message : messages) {
      String text = message.text();
      int hash = 0;
      for (int i = 0; i <= text.length() && count < MOST_WORDS; i++) {
        char c = i < text.length() ? text.charAt(i) : ' ';
        boolean whole = c >= 0x80 && Character.isIdeographic(c);
        if (c > ' ' && !whole && (c < 0x80 || !Character.isWhitespace(c))) {
          hash = 31 * hash + c + 1;
          continue;
        }
        if (hash != 0) {
          words[count++] = hash;
          hash = 0;
        }
        if (whole && count < MOST_WORDS) {
          words[count++] = c;
        }
      }
    }
    return Arrays.copyOf(words, count);
  }

  /** How many different stretches there are, by open addressing over their 64-bit hashes. */
  private static int distinct(int[] words, int stretches) {
    long[] table = new long[Integer.highestOneBit(stretches) * 4];
    int distinct = 0;
    for (int i = 0; i < stretches; i++) {
      long key = 1;
      for (int k = 0; k < STRETCH; k++) {
        key = key * 0x9E3779B97F4A7C15L + words[i + k];
      }
      key = key == 0 ? 1 : key;
      int slot = (int) ((key * 0xBF58476D1CE4E5B9L) >>> 32) & (table.length - 1);
      while (table[slot] != 0 && table[slot] != key) {
        slot = (slot + 1) & (table.length - 1);
      }
      distinct += table[slot] == 0 ? 1 : 0;
      table[slot] = key;
    }
    return distinct;
  }
}
