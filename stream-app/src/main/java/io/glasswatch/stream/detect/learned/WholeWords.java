package io.glasswatch.stream.detect.learned;

import io.glasswatch.stream.detect.learned.Tagger.Tagged;
import java.util.ArrayList;
import java.util.List;

/**
 * Widens what was tagged to the whole of what it is a piece of, an address of the web or a number
 * with dots, and drops what is no name of anything: punctuation, identifiers of program code.
 */
final class WholeWords {

  /** How far a piece may grow on each side, in UTF-16 code units. */
  private static final int FARTHEST = 64;

  private WholeWords() {}

  /** Returns what is left of {@code tagged}, in text order and without overlaps. */
  static List<Tagged> of(String text, List<Tagged> tagged) {
    List<Tagged> whole = new ArrayList<>();
    for (Tagged piece : tagged) {
      int start = piece.start();
      int end = piece.end();
      while (start > 0 && piece.start() - start < FARTHEST && joins(text, start - 1)) {
        start--;
      }
      while (end < text.length() && end - piece.end() < FARTHEST && joins(text, end)) {
        end++;
      }
      while (start < end && !Character.isLetterOrDigit(text.codePointAt(start))) {
        start += Character.charCount(text.codePointAt(start));
      }
      while (start < end && !Character.isLetterOrDigit(text.codePointBefore(end))) {
        end -= Character.charCount(text.codePointBefore(end));
      }
      Tagged last = whole.isEmpty() ? null : whole.get(whole.size() - 1);
      if (last != null && start < last.end()) {
        double score = Math.max(last.score(), piece.score());
        whole.set(
            whole.size() - 1,
            new Tagged(last.kind(), last.start(), Math.max(end, last.end()), score));
      } else if (start < end && !identifier(text.substring(start, end))) {
        whole.add(new Tagged(piece.kind(), start, end, piece.score()));
      }
    }
    return whole;
  }

  /** Tells whether the character at {@code at} holds together what stands on both sides of it. */
  private static boolean joins(String text, int at) {
    char c = text.charAt(at);
    if (Character.isLetterOrDigit(c)) {
      return c < '\u2E80';
    }
    return "._-/@+=&%:#~".indexOf(c) >= 0
        && at > 0
        && at + 1 < text.length()
        && !Character.isWhitespace(text.charAt(at - 1))
        && !Character.isWhitespace(text.charAt(at + 1));
  }

  /** Tells a word of program code: {@code apiKey}, {@code max_value}, {@code x1}. */
  private static boolean identifier(String word) {
    if (!Character.isLowerCase(word.codePointAt(0))) {
      return false;
    }
    boolean plain = true;
    for (int i = 1; i < word.length(); i++) {
      char c = word.charAt(i);
      if (!Character.isLetterOrDigit(c) && c != '_') {
        return false;
      }
      plain &= Character.isLowerCase(c);
    }
    return !plain;
  }
}
