package io.glasswatch.cli.quality;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/** Scores of texts that have something and of texts that have not, and how well they part them. */
public final class RankedScores {

  private record Scored(double score, boolean positive, boolean found) {}

  private final List<Scored> all = new ArrayList<>();

  /**
   * Adds a text.
   *
   * @param score how strongly it was seen
   * @param positive whether it is there
   * @param found whether it was found
   */
  public void add(double score, boolean positive, boolean found) {
    all.add(new Scored(score, positive, found));
  }

  private long positives() {
    return all.stream().filter(Scored::positive).count();
  }

  private long negatives() {
    return all.size() - positives();
  }

  /** Returns the area under the ROC curve, ties counted half; NaN if one side is empty. */
  private double auroc() {
    List<Scored> sorted = all.stream().sorted(Comparator.comparingDouble(Scored::score)).toList();
    double wins = 0;
    double below = 0;
    int at = 0;
    while (at < sorted.size()) {
      int end = at;
      double ties = 0;
      double positives = 0;
      while (end < sorted.size() && sorted.get(end).score() == sorted.get(at).score()) {
        positives += sorted.get(end).positive() ? 1 : 0;
        ties += sorted.get(end).positive() ? 0 : 1;
        end++;
      }
      wins += positives * (below + ties / 2);
      below += ties;
      at = end;
    }
    return wins / positives() / negatives();
  }

  /** Returns the share of what is found that is right. */
  private double precision() {
    return (double) found(true) / (found(true) + found(false));
  }

  /** Returns the share of the positives that is found. */
  private double recall() {
    return (double) found(true) / positives();
  }

  /** Returns the share of the negatives that is found. */
  private double falsePositives() {
    return (double) found(false) / negatives();
  }

  private long found(boolean positive) {
    return all.stream().filter(s -> s.positive() == positive && s.found()).count();
  }

  /** Returns the cells of a row: with / without, AUROC, precision, recall, false positives. */
  public String cells() {
    return "%d / %d | %s | %s | %s | %s"
        .formatted(
            positives(),
            negatives(),
            number(auroc()),
            number(precision()),
            number(recall()),
            number(falsePositives()));
  }

  private static String number(double value) {
    return Double.isNaN(value) ? "-" : String.format(Locale.ROOT, "%.3f", value);
  }
}
