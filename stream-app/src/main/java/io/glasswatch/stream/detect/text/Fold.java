package io.glasswatch.stream.detect.text;

import java.text.Normalizer;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * Undoes what hides a text from a pattern but not from a reader: invisible characters, compatible
 * forms such as full-width letters, typographic quotes and dashes, letters of one script that look
 * like those of another.
 *
 * @param text the folded text
 * @param starts where each UTF-16 unit of it came from in the original, in UTF-16 units; empty if
 *     nothing changed
 * @param ends where its origin ends
 */
record Fold(String text, int[] starts, int[] ends) {

  private static final int[] SAME = {};

  /** Letters that look like an ASCII letter; each pair is one of them and that letter. */
  private static final String LOOK_ALIKES =
      "аaеeоoрpсcуyхxіiјjѕsԁdһhӏlԛqԝwгrкkмmтtвbнnиuАAВBЕEКKМMНHОOРPСCТTУYХXІIЈJЅSԌG"
          + "αaεeοoρpνvτtυuιiκkηnΑAΒBΕEΖZΗHΙIΚKΜMΝNΟOΡPΤTΥYΧX";

  private static final Map<Integer, Integer> LATIN = lookAlikes();

  /** Quotes and dashes that normalisation keeps; each pair is one of them and its plain form. */
  private static final String MARKS = "‘'’'‚'‛'ʼ'´'′'“\"”\"„\"‟\"«\"»\"″\"‐-‑-‒-–-—-―-−-⁃-";

  private static final Map<Integer, Integer> PLAIN = pairs(MARKS);

  private static final int TAGS = 0xE0000;

  /** Returns {@code original} folded; ASCII is its own folding. */
  static Fold of(String original) {
    int first = firstAbove(original);
    if (first == original.length()) {
      return new Fold(original, SAME, SAME);
    }
    Builder builder = new Builder(original);
    boolean latin = mostlyLatin(original);
    for (int i = 0; i < original.length(); ) {
      int point = original.codePointAt(i);
      int end = i + Character.charCount(point);
      if (point < 0x80) {
        builder.add(point, i, end);
      } else {
        int letter = LATIN.getOrDefault(point, 0);
        boolean disguised = letter != 0 && (latin || builder.besideLatin(original, end));
        builder.add(disguised ? Character.toString(letter) : plain(point), i, end);
      }
      i = end;
    }
    return builder.build();
  }

  /** Returns where the unit at {@code offset} came from. */
  int start(int offset) {
    return starts.length == 0 ? offset : starts[offset];
  }

  /** Returns where the origin of the unit before {@code offset} ends. */
  int end(int offset) {
    return starts.length == 0 ? offset : ends[offset - 1];
  }

  /** Returns one code point above ASCII without its disguise; nothing for an invisible one. */
  static String plain(int point) {
    Integer mark = PLAIN.get(point);
    if (mark != null) {
      return Character.toString(mark);
    }
    if (point >= TAGS && point < TAGS + 0x80) {
      return point >= TAGS + 0x20 ? Character.toString(point - TAGS) : "";
    }
    if (invisible(point)) {
      return "";
    }
    String self = Character.toString(point);
    return compatible(point) ? Normalizer.normalize(self, Normalizer.Form.NFKC) : self;
  }

  private static boolean invisible(int point) {
    return Character.getType(point) == Character.FORMAT
        || (point >= 0xFE00 && point <= 0xFE0F)
        || point == 0x034F
        || point == 0x115F
        || point == 0x3164;
  }

  /** The blocks of compatible forms; asking the normaliser about each Han character is slow. */
  private static boolean compatible(int point) {
    return point < 0x250
        || (point >= 0x2000 && point < 0x2C00)
        || point == 0x3000
        || (point >= 0x3200 && point < 0x3400)
        || (point >= 0xFB00 && point < 0xFB50)
        || (point >= 0xFF00 && point < 0xFFF0)
        || (point >= 0x1D400 && point < 0x1D800)
        || (point >= 0x1F100 && point < 0x1F200);
  }

  private static int firstAbove(String text) {
    int i = 0;
    while (i < text.length() && text.charAt(i) < 0x80) {
      i++;
    }
    return i;
  }

  /** Whether a text of several scripts is written in Latin letters in the main. */
  private static boolean mostlyLatin(String text) {
    int latin = 0;
    int other = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      latin += (c | 0x20) >= 'a' && (c | 0x20) <= 'z' ? 1 : 0;
      other += c >= 0x370 && c < 0x530 ? 1 : 0;
    }
    return latin > 4 * other;
  }

  private static Map<Integer, Integer> lookAlikes() {
    return pairs(LOOK_ALIKES);
  }

  private static Map<Integer, Integer> pairs(String pairs) {
    Map<Integer, Integer> map = new HashMap<>();
    for (int i = 0; i < pairs.length(); i += 2) {
      map.put((int) pairs.charAt(i), (int) pairs.charAt(i + 1));
    }
    return map;
  }

  /** A folding that grows; the text may get longer, as a ligature does. */
  private static final class Builder {

    private final StringBuilder text;
    private int[] starts;
    private int[] ends;

    Builder(String original) {
      this.text = new StringBuilder(original.length());
      this.starts = new int[original.length() + 16];
      this.ends = new int[original.length() + 16];
    }

    void add(int point, int start, int end) {
      text.append((char) point);
      place(text.length() - 1, start, end);
    }

    void add(String folded, int start, int end) {
      for (int k = 0; k < folded.length(); k++) {
        text.append(folded.charAt(k));
        place(text.length() - 1, start, end);
      }
    }

    private void place(int at, int start, int end) {
      if (at == starts.length) {
        starts = Arrays.copyOf(starts, 2 * at);
        ends = Arrays.copyOf(ends, 2 * at);
      }
      starts[at] = start;
      ends[at] = end;
    }

    /**
     * Whether the letter that ends at {@code end} touches an ASCII letter: no word mixes scripts.
     */
    boolean besideLatin(String original, int end) {
      return (!text.isEmpty() && ascii(text.charAt(text.length() - 1)))
          || (end < original.length() && ascii(original.charAt(end)));
    }

    private static boolean ascii(char c) {
      return (c | 0x20) >= 'a' && (c | 0x20) <= 'z';
    }

    Fold build() {
      return new Fold(text.toString(), starts, ends);
    }
  }
}
