package io.glasswatch.stream.mask;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/** One text, and how each of its characters is treated. Offsets are in UTF-16 code units. */
final class Cover {

  /** What stands for a masked character. */
  static final char BLOCK = '█';

  private static final int HASH_DIGITS = 16;

  private final String text;
  private final Treatment[] treatments;

  Cover(String text) {
    this.text = text;
    this.treatments = new Treatment[text.length()];
    Arrays.fill(treatments, Treatment.STORE);
  }

  String text() {
    return text;
  }

  /** Returns where the code point of that number begins, at most the length of the text. */
  int unit(int codePoint) {
    int unit = 0;
    for (int left = codePoint; left > 0 && unit < text.length(); left--) {
      unit += Character.charCount(text.codePointAt(unit));
    }
    return unit;
  }

  /** Treats a stretch at least so strictly; returns whether that changed anything. */
  boolean add(int start, int end, Treatment treatment) {
    boolean changed = false;
    for (int i = start; i < end; i++) {
      Treatment before = treatments[i];
      treatments[i] = before.orStricter(treatment);
      changed |= treatments[i] != before;
    }
    return changed;
  }

  /** Returns the text with a block for each covered code unit, so that offsets stay. */
  String hidden() {
    StringBuilder hidden = new StringBuilder(text);
    for (int i = 0; i < treatments.length; i++) {
      if (treatments[i] != Treatment.STORE) {
        hidden.setCharAt(i, BLOCK);
      }
    }
    return hidden.toString();
  }

  /**
   * Returns what may be stored: as many code points as the text has, or nothing if a part of it is
   * to be dropped.
   *
   * @param key what hashes are made with; needed if something is to be hashed
   */
  String shown(Optional<HashKey> key) {
    StringBuilder shown = new StringBuilder(text.length());
    for (int start = 0; start < treatments.length; ) {
      int end = start;
      while (end < treatments.length && treatments[end] == treatments[start]) {
        end++;
      }
      switch (treatments[start]) {
        case STORE -> shown.append(text, start, end);
        case HASH -> shown.append(hash(text.substring(start, end), key.orElseThrow()));
        case MASK -> shown.append(blocks(text.codePointCount(start, end)));
        case DROP -> {
          return "";
        }
      }
      start = end;
    }
    return shown.toString();
  }

  /** A number sign and hexadecimal digits, cut or filled with blocks to the length of the text. */
  private static String hash(String stretch, HashKey key) {
    int length = stretch.codePointCount(0, stretch.length());
    String digits = key.hex(stretch.getBytes(StandardCharsets.UTF_8)).substring(0, HASH_DIGITS);
    String token = "#" + digits;
    return length <= token.length()
        ? token.substring(0, length)
        : token + blocks(length - token.length());
  }

  private static String blocks(int count) {
    return String.valueOf(BLOCK).repeat(count);
  }
}
