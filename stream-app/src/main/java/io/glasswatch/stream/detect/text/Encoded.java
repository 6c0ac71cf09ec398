package io.glasswatch.stream.detect.text;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/**
 * A stretch of a text that says something else when it is decoded: Base64, hexadecimal digits, or
 * letters with a space after each.
 *
 * @param start first character, in UTF-16 code units
 * @param end one past the last character, in UTF-16 code units
 * @param text what it says
 */
public record Encoded(int start, int end, String text) {

  /** Shorter ones are words and numbers more often than messages. */
  private static final int SHORTEST = 24;

  private static final int FEWEST_LETTERS = 8;
  private static final int MOST = 20;
  private static final boolean[] BASE64 = base64();

  private static boolean[] base64() {
    boolean[] table = new boolean[0x80];
    for (char c = 0; c < table.length; c++) {
      table[c] = isLetter(c) || (c >= '0' && c <= '9') || "+/=-_".indexOf(c) >= 0;
    }
    return table;
  }

  /** Names the stretch without its text. */
  @Override
  public String toString() {
    return "Encoded[%d-%d]".formatted(start, end);
  }

  /** Returns the stretches of {@code text} that can be decoded, at most 20, in linear time. */
  public static List<Encoded> in(String text) {
    return in(text, MOST);
  }

  /** Returns every stretch of {@code text} that can be decoded, in linear time. */
  public static List<Encoded> allIn(String text) {
    return in(text, Integer.MAX_VALUE);
  }

  private static List<Encoded> in(String text, int most) {
    List<Encoded> found = new ArrayList<>();
    int i = 0;
    while (i < text.length() && found.size() < most) {
      int run = runOfBase64(text, i);
      if (run - i >= SHORTEST) {
        decoded(text, i, run).ifPresent(found::add);
        i = run;
      } else if (run == i + 1 && spacedFrom(text, i)) {
        i = spaced(text, i, found);
      } else {
        i = Math.max(run, i + 1);
      }
    }
    return found;
  }

  private static int runOfBase64(String text, int from) {
    int i = from;
    while (i < text.length() && isBase64(text.charAt(i))) {
      i++;
    }
    return i;
  }

  private static boolean isBase64(char c) {
    return c < BASE64.length && BASE64[c];
  }

  private static boolean isLetter(char c) {
    return (c | 0x20) >= 'a' && (c | 0x20) <= 'z';
  }

  private static Optional<Encoded> decoded(String text, int start, int end) {
    String run = text.substring(start, end);
    return bytes(run).flatMap(Encoded::words).map(words -> new Encoded(start, end, words));
  }

  private static Optional<byte[]> bytes(String run) {
    try {
      if (run.length() % 2 == 0 && run.chars().allMatch(c -> Character.digit(c, 16) >= 0)) {
        return Optional.of(HexFormat.of().parseHex(run));
      }
      String standard = run.replace('-', '+').replace('_', '/').replaceFirst("=+$", "");
      int whole = standard.length() % 4 == 1 ? standard.length() - 1 : standard.length();
      return Optional.of(Base64.getDecoder().decode(standard.substring(0, whole)));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /** The bytes as a text, if that is what they are. */
  private static Optional<String> words(byte[] bytes) {
    try {
      String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
      boolean control = text.chars().anyMatch(c -> c < ' ' && c != '\n' && c != '\r' && c != '\t');
      return control ? Optional.empty() : Optional.of(text);
    } catch (CharacterCodingException e) {
      return Optional.empty();
    }
  }

  private static boolean spacedFrom(String text, int i) {
    return isLetter(text.charAt(i))
        && i + 2 < text.length()
        && text.charAt(i + 1) == ' '
        && isLetter(text.charAt(i + 2))
        && (i + 3 >= text.length() || !isLetter(text.charAt(i + 3)));
  }

  /** Letters one space apart are a word, more spaces stand between words. */
  private static int spaced(String text, int start, List<Encoded> found) {
    StringBuilder words = new StringBuilder();
    int letters = 0;
    int i = start;
    int end = start;
    while (i < text.length() && isLetter(text.charAt(i))) {
      boolean single = i + 1 >= text.length() || !isBase64(text.charAt(i + 1));
      if (!single) {
        break;
      }
      words.append(text.charAt(i));
      letters++;
      end = i + 1;
      int next = end;
      while (next < text.length() && text.charAt(next) == ' ') {
        next++;
      }
      words.append(next > end + 1 ? " " : "");
      i = next == end ? text.length() : next;
    }
    if (letters >= FEWEST_LETTERS) {
      found.add(new Encoded(start, end, words.toString().strip()));
    }
    return Math.max(end, start + 1);
  }
}
