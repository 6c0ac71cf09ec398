package io.glasswatch.stream.detect.signal;

import java.util.HashSet;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How a response is written, whatever it says. */
final class Style {

  private static final int WORDS = 100;
  private static final Pattern WORD = Pattern.compile("[\\p{L}\\p{N}']+");
  private static final Pattern MARKED =
      Pattern.compile("(?m)^[ \\t]{0,8}(?:[-*\u2022#|]|\\d{1,3}[.)]|```)");

  private Style() {}

  /** Returns the share of different words among the first {@value #WORDS}; none without words. */
  static OptionalDouble typeTokenRatio(String text) {
    Set<String> different = new HashSet<>();
    Matcher words = WORD.matcher(text);
    int count = 0;
    while (count < WORDS && words.find()) {
      different.add(words.group().toLowerCase(Locale.ROOT));
      count++;
    }
    return count == 0
        ? OptionalDouble.empty()
        : OptionalDouble.of((double) different.size() / count);
  }

  /** Returns the share of lines with text that begin as list items, headings, tables or code do. */
  static OptionalDouble listShare(String text) {
    long lines = text.lines().filter(line -> !line.isBlank()).count();
    if (lines == 0) {
      return OptionalDouble.empty();
    }
    return OptionalDouble.of((double) MARKED.matcher(text).results().count() / lines);
  }
}
