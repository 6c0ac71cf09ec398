package io.glasswatch.cli.quality;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Locale;

/**
 * Counts how stretches that were found match those that are labelled, whatever their kind. By
 * <em>cover</em>: a labelled one is found if at least half of it is covered, and a found one is
 * right if at least half of it is labelled. <em>One to one</em>: each found one answers for one
 * labelled one at most, of which it covers at least half.
 */
public final class SpanMatch {

  /**
   * A stretch of a text.
   *
   * @param start its first character, in code points
   * @param end one past its last
   */
  public record Stretch(int start, int end) {}

  private int labelled;
  private int found;
  private int covered;
  private int right;
  private int paired;

  /** Adds what is labelled in a text and what was found in it. */
  public void add(List<Stretch> gold, List<Stretch> told) {
    BitSet goldAt = new BitSet();
    BitSet toldAt = new BitSet();
    gold.forEach(e -> goldAt.set(e.start(), e.end()));
    told.forEach(t -> toldAt.set(t.start(), t.end()));
    List<Stretch> left = new ArrayList<>(told);
    for (Stretch e : gold) {
      labelled++;
      covered += half(toldAt.get(e.start(), e.end()).cardinality(), e.end() - e.start());
      for (Stretch t : left) {
        int shared = Math.min(t.end(), e.end()) - Math.max(t.start(), e.start());
        if (2 * shared >= e.end() - e.start()) {
          paired++;
          left.remove(t);
          break;
        }
      }
    }
    for (Stretch t : told) {
      found++;
      right += half(goldAt.get(t.start(), t.end()).cardinality(), t.end() - t.start());
    }
  }

  private static int half(int of, int all) {
    return 2 * of >= all ? 1 : 0;
  }

  /** Returns F2: recall counts four times as much as precision. */
  private static double f2(double precision, double recall) {
    return 5 * precision * recall / (4 * precision + recall);
  }

  /** Returns the cells of two rows: spans, precision, recall and F2 by cover and one to one. */
  public List<String> cells() {
    return List.of(
        cells("by cover", (double) right / found, (double) covered / labelled),
        cells("one to one", (double) paired / found, (double) paired / labelled));
  }

  private String cells(String how, double precision, double recall) {
    return String.format(
        Locale.ROOT,
        "%d spans, %s | %.3f | %.3f | %.3f",
        labelled,
        how,
        precision,
        recall,
        f2(precision, recall));
  }
}
