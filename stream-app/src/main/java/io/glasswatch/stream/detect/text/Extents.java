package io.glasswatch.stream.detect.text;

import java.util.Arrays;
import java.util.List;

/**
 * Where matches of one expression may lie in one text: all of them are within, not all that is
 * within matches.
 */
final class Extents {

  /** Nothing is known. */
  static final Extents WHOLE = new Extents(new int[] {0}, new int[] {Integer.MAX_VALUE});

  /** By {@link #ends}: the earliest start of a match that ends there or later; ascending. */
  private final int[] starts;

  /** Ascending. */
  private final int[] ends;

  private Extents(int[] starts, int[] ends) {
    this.starts = starts;
    this.ends = ends;
  }

  /**
   * Returns where matches may lie.
   *
   * @param found pairs of the earliest start and the end of possible matches, in any order; at
   *     least one
   */
  static Extents of(List<int[]> found) {
    int[][] sorted = found.toArray(int[][]::new);
    Arrays.sort(sorted, (a, b) -> Integer.compare(a[1], b[1]));
    int[] starts = new int[sorted.length];
    int[] ends = new int[sorted.length];
    int earliest = Integer.MAX_VALUE;
    for (int i = sorted.length - 1; i >= 0; i--) {
      earliest = Math.min(earliest, sorted[i][0]);
      starts[i] = earliest;
      ends[i] = sorted[i][1];
    }
    return new Extents(starts, ends);
  }

  /** Returns these places, counted in code points of {@code text}, counted in its characters. */
  Extents inChars(String text) {
    return new Extents(inChars(starts, text), inChars(ends, text));
  }

  private static int[] inChars(int[] ascending, String text) {
    int[] chars = new int[ascending.length];
    int at = 0;
    int points = 0;
    for (int i = 0; i < chars.length; i++) {
      at = text.offsetByCodePoints(at, ascending[i] - points);
      points = ascending[i];
      chars[i] = at;
    }
    return chars;
  }

  /** Returns the end of the last match that may be. */
  int last() {
    return ends[ends.length - 1];
  }

  /** Returns where the next match may begin, from {@code at} on; -1 if there can be none. */
  int next(int at) {
    for (int i = 0; i < ends.length; i++) {
      if (ends[i] > at) {
        return Math.max(at, starts[i]);
      }
    }
    return -1;
  }
}
