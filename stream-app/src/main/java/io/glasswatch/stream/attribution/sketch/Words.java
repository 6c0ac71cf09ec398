package io.glasswatch.stream.attribution.sketch;

import io.glasswatch.contract.Interaction;
import io.glasswatch.contract.Message;
import io.glasswatch.contract.Span;
import java.lang.Character.UnicodeScript;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The word that a token is a piece of.
 *
 * <p>A word is a run of letters, in lower case. In scripts that put no space between words it is
 * the token itself, and so it is where the run is longer than {@value #LONGEST}. Nothing else is a
 * word: not what holds a digit, nor what touches a masked stretch, nor what may be the hash that
 * stands for one.
 */
final class Words {

  private static final int LONGEST = 24;
  private static final int MASK = '█';

  private static final Set<UnicodeScript> WITHOUT_SPACES =
      EnumSet.of(
          UnicodeScript.HAN,
          UnicodeScript.HIRAGANA,
          UnicodeScript.KATAKANA,
          UnicodeScript.THAI,
          UnicodeScript.LAO,
          UnicodeScript.KHMER,
          UnicodeScript.MYANMAR);

  private final Interaction interaction;
  private final Map<Message, int[]> texts = new HashMap<>();

  Words(Interaction interaction) {
    this.interaction = interaction;
  }

  /** Returns the word; empty if the token is no part of one. */
  Optional<String> at(Span span) {
    List<Message> messages = interaction.messages(span.where());
    if (span.message() >= messages.size()) {
      return Optional.empty();
    }
    int[] text =
        texts.computeIfAbsent(messages.get(span.message()), m -> m.text().codePoints().toArray());
    int start = Math.min(span.start(), text.length);
    int end = Math.min(span.end(), text.length);
    while (start < end && !inWord(text[start])) {
      start++;
    }
    while (end > start && !inWord(text[end - 1])) {
      end--;
    }
    return start == end ? Optional.empty() : run(text, start, end);
  }

  private static Optional<String> run(int[] text, int tokenStart, int tokenEnd) {
    int start = tokenStart;
    int end = tokenEnd;
    while (start > 0 && joins(text[start - 1]) && joins(text[start])) {
      start--;
    }
    while (end < text.length && joins(text[end]) && joins(text[end - 1])) {
      end++;
    }
    if (touchesMask(text, start, end) || !allLetters(text, start, end)) {
      return Optional.empty();
    }
    boolean whole = end - start <= LONGEST;
    int from = whole ? start : tokenStart;
    int to = whole ? end : tokenEnd;
    return to - from > LONGEST
        ? Optional.empty()
        : Optional.of(new String(text, from, to - from).toLowerCase(Locale.ROOT));
  }

  private static boolean touchesMask(int[] text, int start, int end) {
    boolean before = start > 0 && (text[start - 1] == MASK || text[start - 1] == '#');
    boolean after = end < text.length && text[end] == MASK;
    return before || after;
  }

  private static boolean allLetters(int[] text, int start, int end) {
    for (int i = start; i < end; i++) {
      if (!isLetter(text[i])) {
        return false;
      }
    }
    return true;
  }

  private static boolean joins(int c) {
    return inWord(c) && !WITHOUT_SPACES.contains(UnicodeScript.of(c));
  }

  private static boolean inWord(int c) {
    return isLetter(c) || Character.isDigit(c);
  }

  private static boolean isLetter(int c) {
    int type = Character.getType(c);
    return Character.isLetter(c)
        || type == Character.NON_SPACING_MARK
        || type == Character.COMBINING_SPACING_MARK;
  }
}
