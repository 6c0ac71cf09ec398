package io.glasswatch.stream.detect.check;

import java.util.Arrays;

/**
 * The words of a text without case and punctuation, each with its place. A character of a script
 * that is written without spaces counts as a word.
 */
final class Words {

  private int[] hashes = new int[64];
  private int[] starts = new int[64];
  private int[] ends = new int[64];
  private int size;

  /** Returns the words of {@code text}, places in code points. */
  static Words of(String text) {
    Words words = new Words();
    int point = 0;
    int start = -1;
    int hash = 0;
    for (int i = 0; i < text.length(); point++) {
      int c = text.codePointAt(i);
      i += Character.charCount(c);
      boolean whole = Character.isIdeographic(c);
      boolean part = !whole && Character.isLetterOrDigit(c);
      if (start >= 0 && !part) {
        words.add(hash, start, point);
        start = -1;
      }
      if (whole) {
        words.add(c, point, point + 1);
      } else if (part) {
        hash = start < 0 ? 7 : hash;
        start = start < 0 ? point : start;
        hash = 31 * hash + Character.toLowerCase(c);
      }
    }
    if (start >= 0) {
      words.add(hash, start, point);
    }
    return words;
  }

  int size() {
    return size;
  }

  int start(int word) {
    return starts[word];
  }

  int end(int word) {
    return ends[word];
  }

  /** Returns a hash of {@code length} words from {@code first} on. */
  long shingle(int first, int length) {
    long hash = 17;
    for (int i = first; i < first + length; i++) {
      hash = hash * 0x9E3779B97F4A7C15L + hashes[i];
      hash ^= hash >>> 29;
    }
    return hash;
  }

  private void add(int hash, int start, int end) {
    if (size == hashes.length) {
      hashes = Arrays.copyOf(hashes, 2 * size);
      starts = Arrays.copyOf(starts, 2 * size);
      ends = Arrays.copyOf(ends, 2 * size);
    }
    hashes[size] = hash;
    starts[size] = start;
    ends[size] = end;
    size++;
  }
}
