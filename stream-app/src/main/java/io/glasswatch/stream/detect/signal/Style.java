package io.glasswatch.stream.detect.signal;

import java.util.HashSet;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.Set;

/** How a response is written, whatever it says. */
final class Style {

  private static final int WORDS = 100;
  private static final int DEEPEST = 8;
  private static final int MOST_DIGITS = 3;
  private static final String BULLETS = "-*\u2022#|";

  private Style() {}

  /** Returns the share of different words among the first {@value #WORDS}; none without words. */
  static OptionalDouble typeTokenRatio(String text) {
    Set<String> different = new HashSet<>();
    int count = 0;
    int i = 0;
    while (i < text.length() && count < WORDS) {
      int start = i;
      while (i < text.length() && inWord(text.codePointAt(i))) {
        i += Character.charCount(text.codePointAt(i));
      }
      if (i > start) {
        different.add(text.substring(start, i).toLowerCase(Locale.ROOT));
        count++;
      } else {
        i += Character.charCount(text.codePointAt(i));
      }
    }
    return count == 0
        ? OptionalDouble.empty()
        : OptionalDouble.of((double) different.size() / count);
  }

  /** Letters, numbers of any kind and the apostrophe. */
  private static boolean inWord(int c) {
    if (c < 0x80) {
      return ((c | 0x20) >= 'a' && (c | 0x20) <= 'z') || (c >= '0' && c <= '9') || c == '\'';
    }
    return Character.isLetterOrDigit(c)
        || Character.getType(c) == Character.LETTER_NUMBER
        || Character.getType(c) == Character.OTHER_NUMBER;
  }

  /** Returns the share of lines with text that begin as list items, headings, tables or code do. */
  static OptionalDouble listShare(String text) {
    long lines = 0;
    long marked = 0;
    int start = 0;
    while (start < text.length()) {
      int end = start;
      while (end < text.length() && !endsLine(text.charAt(end))) {
        end++;
      }
      lines += isBlank(text, start, end) ? 0 : 1;
      marked += isMarked(text, start, end) ? 1 : 0;
      start = end + 1;
    }
    return lines == 0 ? OptionalDouble.empty() : OptionalDouble.of((double) marked / lines);
  }

  private static boolean endsLine(char c) {
    return c == '\n' || c == '\r';
  }

  private static boolean isBlank(String text, int start, int end) {
    for (int i = start; i < end; i++) {
      if (!Character.isWhitespace(text.charAt(i))) {
        return false;
      }
    }
    return true;
  }

  /** A bullet, a heading, a row, up to three digits with a point or a bracket, or a code fence. */
  private static boolean isMarked(String text, int start, int end) {
    int i = start;
    while (i < end && i < start + DEEPEST && (text.charAt(i) == ' ' || text.charAt(i) == '\t')) {
      i++;
    }
    if (i < end && BULLETS.indexOf(text.charAt(i)) >= 0) {
      return true;
    }
    int digits = i;
    while (digits < end && digits < i + MOST_DIGITS && isDigit(text.charAt(digits))) {
      digits++;
    }
    boolean numbered =
        digits > i && digits < end && (text.charAt(digits) == '.' || text.charAt(digits) == ')');
    return numbered || text.startsWith("```", i);
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }
}
