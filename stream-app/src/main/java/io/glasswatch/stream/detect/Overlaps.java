package io.glasswatch.stream.detect;

import io.glasswatch.stream.detect.rule.RuleSet;
import io.glasswatch.stream.detect.text.Match;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Decides between matches of one category that share characters: the longest stays, of equals the
 * one whose rule stands first. A card number is not also a phone number.
 */
final class Overlaps {

  private static final Comparator<Match> LONGEST_FIRST =
      Comparator.comparingInt((Match m) -> m.start() - m.end())
          .thenComparingInt(Match::expression)
          .thenComparingInt(Match::start);

  private static final Comparator<Match> IN_TEXT_ORDER =
      Comparator.comparingInt(Match::start).thenComparingInt(Match::expression);

  private Overlaps() {}

  /** Returns the matches that stay, in text order. */
  static List<Match> resolved(List<Match> matches, RuleSet rules) {
    if (matches.size() < 2) {
      return matches;
    }
    List<Match> kept = new ArrayList<>();
    matches.stream()
        .sorted(LONGEST_FIRST)
        .filter(match -> kept.stream().noneMatch(other -> compete(match, other, rules)))
        .forEach(kept::add);
    kept.sort(IN_TEXT_ORDER);
    return kept;
  }

  private static boolean compete(Match a, Match b, RuleSet rules) {
    return a.start() < b.end()
        && b.start() < a.end()
        && rules.owner(a.expression()).category().equals(rules.owner(b.expression()).category());
  }
}
