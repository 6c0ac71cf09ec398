package io.glasswatch.stream.mask;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Texts that were found once, to be found again where nothing beside them tells what they are: a
 * password without the word "password".
 */
final class Repeats {

  private static final int SHORTEST = 6;

  /** Beyond so many nothing more is learnt, so that no text takes long. */
  private static final int MOST = 200;

  private record Known(String text, Treatment treatment) {}

  private final Map<Integer, List<Known>> byBeginning = new HashMap<>();
  private int size;

  /**
   * Remembers {@code text}, with the marks at its ends and without them: they may belong to the
   * sentence.
   */
  void learn(String text, Treatment treatment) {
    remember(text, treatment);
    int start = 0;
    int end = text.length();
    while (start < end && !Character.isLetterOrDigit(text.charAt(start))) {
      start++;
    }
    while (end > start && !Character.isLetterOrDigit(text.charAt(end - 1))) {
      end--;
    }
    remember(text.substring(start, end), treatment);
  }

  /** Text so short that it stands anywhere by chance is not remembered. */
  private void remember(String text, Treatment treatment) {
    Known known = new Known(text, treatment);
    if (text.length() < SHORTEST || size >= MOST) {
      return;
    }
    List<Known> alike =
        byBeginning.computeIfAbsent(text.substring(0, SHORTEST).hashCode(), b -> new ArrayList<>());
    if (!alike.contains(known)) {
      alike.add(known);
      size++;
    }
  }

  /** Covers all that is known wherever it stands. */
  void cover(Cover cover) {
    if (size == 0) {
      return;
    }
    String text = cover.text();
    int hash = 0;
    int leaving = 31 * 31 * 31 * 31 * 31 * 31;
    for (int end = 1; end <= text.length(); end++) {
      hash = 31 * hash + text.charAt(end - 1);
      int start = end - SHORTEST;
      if (start > 0) {
        hash -= leaving * text.charAt(start - 1);
      }
      if (start >= 0) {
        coverAt(start, hash, text, cover);
      }
    }
  }

  private void coverAt(int start, int hash, String text, Cover cover) {
    for (Known known : byBeginning.getOrDefault(hash, List.of())) {
      if (text.startsWith(known.text(), start)) {
        cover.add(start, start + known.text().length(), known.treatment());
      }
    }
  }
}
