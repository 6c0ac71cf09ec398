package io.glasswatch.cli.train;

import io.glasswatch.stream.detect.learned.Tagger.Tagged;
import io.glasswatch.stream.detect.learned.TaggerTrainer.Entity;
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
final class SpanMatch {

  private int labelled;
  private int found;
  private int covered;
  private int right;
  private int paired;

  void add(List<Entity> gold, List<Tagged> tagged) {
    BitSet goldAt = new BitSet();
    BitSet taggedAt = new BitSet();
    gold.forEach(e -> goldAt.set(e.start(), e.end()));
    tagged.forEach(t -> taggedAt.set(t.start(), t.end()));
    List<Tagged> left = new ArrayList<>(tagged);
    for (Entity e : gold) {
      labelled++;
      covered += half(taggedAt.get(e.start(), e.end()).cardinality(), e.end() - e.start());
      for (Tagged t : left) {
        int shared = Math.min(t.end(), e.end()) - Math.max(t.start(), e.start());
        if (2 * shared >= e.end() - e.start()) {
          paired++;
          left.remove(t);
          break;
        }
      }
    }
    for (Tagged t : tagged) {
      found++;
      right += half(goldAt.get(t.start(), t.end()).cardinality(), t.end() - t.start());
    }
  }

  private static int half(int of, int all) {
    return 2 * of >= all ? 1 : 0;
  }

  /** Returns F2 by cover: recall counts four times as much as precision. */
  double f2() {
    return f2((double) right / found, (double) covered / labelled);
  }

  private static double f2(double precision, double recall) {
    return 5 * precision * recall / (4 * precision + recall);
  }

  @Override
  public String toString() {
    double precision = (double) right / found;
    double recall = (double) covered / labelled;
    double pairPrecision = (double) paired / found;
    double pairRecall = (double) paired / labelled;
    return String.format(
        Locale.ROOT,
        "%d spans, by cover: precision %.3f, recall %.3f, F2 %.3f; "
            + "one to one: precision %.3f, recall %.3f, F2 %.3f",
        labelled,
        precision,
        recall,
        f2(precision, recall),
        pairPrecision,
        pairRecall,
        f2(pairPrecision, pairRecall));
  }
}
