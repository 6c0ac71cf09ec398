package io.glasswatch.stream.detect.learned;

import java.util.Arrays;
import java.util.Map;

/**
 * How common words are in ordinary text, told from how often they were seen in lower case: what is
 * seldom or never in lower case is likely a name. Hashed to two bits a word, so a rare word may be
 * taken for a common one.
 */
final class Lexicon {

  /** Slots, each two bits. */
  private static final int SLOTS = 1 << 18;

  static final int BYTES = SLOTS / 4;

  private static final int SOME = 2;
  private static final int MORE = 10;
  private static final int MANY = 100;

  private final byte[] levels;

  private Lexicon(byte[] levels) {
    this.levels = levels;
  }

  /** Returns the lexicon of words that were seen so often in lower case. */
  static Lexicon of(Map<String, Integer> counts) {
    Lexicon lexicon = new Lexicon(new byte[BYTES]);
    counts.forEach(
        (word, count) ->
            lexicon.raise(word, count >= MANY ? 3 : count >= MORE ? 2 : count >= SOME ? 1 : 0));
    return lexicon;
  }

  /** Reads what {@link #bytes} wrote. */
  static Lexicon read(byte[] bytes) {
    return new Lexicon(bytes.clone());
  }

  byte[] bytes() {
    return levels.clone();
  }

  /** Returns how common a word in lower case is: 0 unknown to 3 very common. */
  int level(String word) {
    return level(Hash.of(word));
  }

  /** As {@link #level(String)}, by the word's hash. */
  int level(int hash) {
    int slot = slot(hash);
    return (levels[slot / 4] >> (slot % 4 * 2)) & 3;
  }

  private void raise(String word, int level) {
    int slot = slot(Hash.of(word));
    if (level > level(word)) {
      levels[slot / 4] &= (byte) ~(3 << (slot % 4 * 2));
      levels[slot / 4] |= (byte) (level << (slot % 4 * 2));
    }
  }

  private static int slot(int hash) {
    return Hash.bucket(SLOTS, Hash.and(Hash.of(1), hash));
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Lexicon that && Arrays.equals(levels, that.levels);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(levels);
  }
}
