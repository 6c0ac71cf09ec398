package io.glasswatch.stream.serve.page;

import io.glasswatch.contract.TokenScore;
import java.util.ArrayList;
import java.util.List;

/**
 * Colours of token scores, relative to the strongest of them.
 *
 * @param strongest the largest absolute score, at least 0; a score of that size has the full colour
 * @param signed whether some score is negative
 */
record Heat(double strongest, boolean signed) {

  /** Steps from no colour to the full one; the style sheet has a class for each. */
  static final int LEVELS = 10;

  /** One step of the legend. */
  record Step(String css, String label) {}

  /** Returns the colours for {@code tokens}. */
  static Heat of(List<TokenScore> tokens) {
    return new Heat(
        tokens.stream().mapToDouble(t -> Math.abs(t.score())).max().orElse(0),
        tokens.stream().anyMatch(t -> t.score() < 0));
  }

  /** Returns the class of a score: {@code t p1} to {@code t p10} above zero, {@code n} below. */
  String css(double score) {
    int level = strongest == 0 ? 0 : (int) Math.ceil(Math.abs(score) / strongest * LEVELS);
    if (level == 0) {
      return "t";
    }
    return "t " + (score < 0 ? "n" : "p") + Math.min(level, LEVELS);
  }

  /** Returns the legend, lowest score first. */
  List<Step> legend() {
    List<Step> steps = new ArrayList<>();
    for (int level = signed ? -LEVELS : 0; level <= LEVELS; level += LEVELS / 5) {
      double score = strongest * level / LEVELS;
      steps.add(new Step(css(score), level % LEVELS == 0 ? Words.signed(score) : ""));
    }
    return steps;
  }
}
