package io.glasswatch.stream.detect.check;

/** The hashes of all stretches of so many words in a text, by open addressing. */
final class Shingles {

  private final long[] table;
  private boolean zero;

  private Shingles(int most) {
    table = new long[Integer.highestOneBit(Math.max(1, most)) * 4];
  }

  /** Returns those of {@code words} that are {@code length} words long. */
  static Shingles of(Words words, int length) {
    Shingles shingles = new Shingles(words.size());
    for (int i = 0; i + length <= words.size(); i++) {
      shingles.add(words.shingle(i, length));
    }
    return shingles;
  }

  boolean contains(long shingle) {
    return shingle == 0 ? zero : table[slot(shingle)] == shingle;
  }

  private void add(long shingle) {
    if (shingle == 0) {
      zero = true;
    } else {
      table[slot(shingle)] = shingle;
    }
  }

  /** Where a shingle stands, or would stand. */
  private int slot(long shingle) {
    int slot = (int) ((shingle * 0xBF58476D1CE4E5B9L) >>> 32) & (table.length - 1);
    while (table[slot] != 0 && table[slot] != shingle) {
      slot = (slot + 1) & (table.length - 1);
    }
    return slot;
  }
}
