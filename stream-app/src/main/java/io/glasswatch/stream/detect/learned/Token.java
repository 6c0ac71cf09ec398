package io.glasswatch.stream.detect.learned;

import java.util.ArrayList;
import java.util.List;

/**
 * A word, a number, a line break or a single other character of a text.
 *
 * @param source the text that it stands in
 * @param start its first character, in UTF-16 code units
 * @param end one past its last
 */
record Token(String source, int start, int end) {

  private static final int LONGEST = 40;

  private enum Kind {
    LETTERS,
    DIGITS,
    OTHER
  }

  /** Returns what it says. */
  String text() {
    return source.substring(start, end);
  }

  /** Returns whether it is one character, and one of {@code characters}. */
  boolean isOneOf(String characters) {
    return end == start + 1 && characters.indexOf(source.charAt(start)) >= 0;
  }

  /** Returns the tokens of {@code text} in order; white space other than line breaks is none. */
  static List<Token> of(String text) {
    List<Token> tokens = new ArrayList<>();
    int at = 0;
    while (at < text.length()) {
      int first = text.codePointAt(at);
      int end = at + Character.charCount(first);
      if (kind(first) != Kind.OTHER) {
        end = endOfRun(text, end, kind(first), at + LONGEST);
        tokens.add(new Token(text, at, end));
      } else if (first == '\n' || !Character.isWhitespace(first)) {
        tokens.add(new Token(text, at, end));
      }
      at = end;
    }
    return tokens;
  }

  private static int endOfRun(String text, int from, Kind kind, int most) {
    int end = from;
    while (end < text.length() && end < most && kind(text.codePointAt(end)) == kind) {
      end += Character.charCount(text.codePointAt(end));
    }
    return end;
  }

  private static Kind kind(int c) {
    if (c < 0x80) {
      return (c | 0x20) >= 'a' && (c | 0x20) <= 'z'
          ? Kind.LETTERS
          : c >= '0' && c <= '9' ? Kind.DIGITS : Kind.OTHER;
    }
    if (Character.isLetter(c) || Character.getType(c) == Character.NON_SPACING_MARK) {
      return Kind.LETTERS;
    }
    return Character.isDigit(c) ? Kind.DIGITS : Kind.OTHER;
  }
}
