package io.glasswatch.stream.attribution.sketch;

import io.glasswatch.contract.Require;
import java.util.OptionalDouble;

/**
 * How much one word weighed.
 *
 * @param word in lower case
 * @param share of all attribution mass, 0 to 1, never too large; too small by at most the error of
 *     the list that it stands in
 * @param raised share of its own mass that raised the score, 0 to 1
 * @param interactions it was seen in, counted since it came into the list
 * @param scoreWith mean score of the category in those interactions, 0 to 1
 * @param scoreWithout mean score of the category in all others, 0 to 1
 */
public record WordShare(
    String word,
    double share,
    double raised,
    long interactions,
    OptionalDouble scoreWith,
    OptionalDouble scoreWithout) {

  public WordShare {
    Require.notBlank(word, "word");
    Require.that(share >= 0 && share <= 1, "share must be 0 to 1, but was %s", share);
  }

  /** Names nothing of the text: a word may come from a prompt. */
  @Override
  public String toString() {
    return "WordShare[share=%s, interactions=%d]".formatted(share, interactions);
  }
}
