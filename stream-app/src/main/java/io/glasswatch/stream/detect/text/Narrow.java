package io.glasswatch.stream.detect.text;

import java.util.Optional;

/**
 * Texts and expressions in one byte a code point, so that automata stay small in any script. ASCII
 * stays itself; all else falls into 128 buckets, upper and lower case into the same. What matches a
 * text, its narrow expression matches in the narrow text; not the other way round.
 */
final class Narrow {

  /** Code points on which RE2 and byte automata differ: vertical tab, long s, Kelvin sign. */
  private static final int VERTICAL_TAB = 0x0B;

  private static final int LONG_S = 0x17F;
  private static final int KELVIN = 0x212A;

  private Narrow() {}

  /**
   * Returns {@code text} in bytes.
   *
   * @param into taken if it is long enough
   * @return the bytes, and how many count; empty for a text that cannot be narrowed faithfully
   */
  static Optional<Bytes> text(String text, byte[] into) {
    byte[] bytes = into.length >= text.length() ? into : new byte[text.length() * 5 / 4];
    int n = 0;
    for (int i = 0; i < text.length(); i++) {
      int c = text.charAt(i);
      if (c >= 0x80) {
        if (Character.isHighSurrogate((char) c)) {
          c = text.codePointAt(i);
          i += Character.charCount(c) - 1;
        }
        if (c == LONG_S || c == KELVIN) {
          return Optional.empty();
        }
        c = bucket(c);
      } else if (c == VERTICAL_TAB) {
        return Optional.empty();
      }
      bytes[n++] = (byte) c;
    }
    return Optional.of(new Bytes(bytes, n));
  }

  /**
   * A narrow text.
   *
   * @param bytes the bytes; those from {@code length} on mean nothing
   * @param length how many count
   */
  record Bytes(byte[] bytes, int length) {}

  /** The byte of a code point above ASCII, 0x80 to 0xFF. */
  static int bucket(int c) {
    int folded = Character.toLowerCase(Character.toUpperCase(c));
    int hash = (folded < 0x80 ? c : folded) * 0x9E3779B1;
    return 0x80 | hash >>> 25;
  }

  /**
   * Returns {@code regex} in ASCII, for narrow texts. Classes only widen: a negated one loses what
   * is above ASCII, a range above ASCII becomes all of it.
   *
   * @throws IllegalArgumentException if it spells out a class or a code point by number or name
   */
  static String regex(String regex) {
    StringBuilder out = new StringBuilder();
    int i = 0;
    while (i < regex.length()) {
      char c = regex.charAt(i);
      if (c == '\\') {
        out.append(escape(regex, i));
        i += 2;
      } else if (c == '[') {
        int end = classEnd(regex, i);
        out.append(narrowClass(regex.substring(i + 1, end)));
        i = end + 1;
      } else {
        int point = regex.codePointAt(i);
        out.append(point < 0x80 ? Character.toString(point) : hex(bucket(point)));
        i += Character.charCount(point);
      }
    }
    return out.toString();
  }

  private static String escape(String regex, int at) {
    String escape = regex.substring(at, at + 2);
    if ("xpPQCDWS".indexOf(escape.charAt(1)) >= 0 || escape.charAt(1) >= 0x80) {
      throw new IllegalArgumentException(
          "expression \"%s\" must not use %s; write the characters themselves"
              .formatted(regex, escape));
    }
    return escape;
  }

  private static int classEnd(String regex, int open) {
    int i = open + (regex.startsWith("[^", open) ? 2 : 1);
    i += regex.startsWith("]", i) ? 1 : 0;
    while (regex.charAt(i) != ']') {
      i +=
          regex.charAt(i) == '\\'
              ? 2
              : regex.startsWith("[:", i) ? regex.indexOf(":]", i) + 2 - i : 1;
    }
    return i;
  }

  private static String narrowClass(String content) {
    if (content.chars().allMatch(c -> c < 0x80)) {
      return "[" + content + "]";
    }
    boolean negated = content.startsWith("^");
    StringBuilder ascii = new StringBuilder();
    boolean range = false;
    StringBuilder above = new StringBuilder();
    int[] points = content.codePoints().toArray();
    for (int i = 0; i < points.length; i++) {
      boolean ranged = i + 2 < points.length && points[i + 1] == '-' && points[i + 2] >= 0x80;
      if (ranged) {
        range = true;
        i += 2;
      } else if (points[i] >= 0x80) {
        above.append(hex(bucket(points[i])));
      } else {
        ascii.appendCodePoint(points[i]);
      }
    }
    if (negated) {
      return ascii.length() == 1 ? "[\\x00-\\xFF]" : "[" + ascii + "]";
    }
    return "[" + ascii + (range ? "\\x80-\\xFF" : above) + "]";
  }

  private static String hex(int bucket) {
    return "\\x%02X".formatted(bucket);
  }
}
