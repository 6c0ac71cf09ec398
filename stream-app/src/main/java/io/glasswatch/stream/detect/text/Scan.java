package io.glasswatch.stream.detect.text;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/** Matches texts against compiled expressions. Belongs to one thread. */
public final class Scan implements AutoCloseable {

  /** Matches of one expression in one text beyond which the rest is not looked for. */
  public static final int MOST_MATCHES = 50;

  private final List<Pattern> compiled;
  private final Sieve sieve;

  Scan(List<Pattern> compiled, Sieve sieve) {
    this.compiled = compiled;
    this.sieve = sieve;
  }

  /**
   * Returns where the expressions match, leftmost first and without overlap within an expression;
   * at most {@link #MOST_MATCHES} of each.
   *
   * @param text any text
   * @param wanted indices of the expressions that matter for it
   */
  public List<Match> find(String text, BitSet wanted) {
    return find(text, wanted, MOST_MATCHES);
  }

  /** As {@link #find}, but returns every match, however many there are. */
  public List<Match> findAll(String text, BitSet wanted) {
    return find(text, wanted, Integer.MAX_VALUE);
  }

  private List<Match> find(String text, BitSet wanted, int most) {
    if (text.isEmpty()) {
      return List.of();
    }
    Fold fold = Fold.of(text);
    BitSet hits = sieve.candidates(fold.text());
    hits.and(wanted);
    if (hits.isEmpty()) {
      return List.of();
    }
    List<Match> matches = new ArrayList<>();
    hits.stream().forEach(i -> locate(compiled.get(i), i, fold, most, matches));
    return matches;
  }

  static void locate(Pattern pattern, int expression, Fold fold, int most, List<Match> matches) {
    Matcher matcher = pattern.matcher(fold.text());
    int group = Math.min(1, matcher.groupCount());
    for (int n = 0; n < most && matcher.find(); n++) {
      int found = matcher.start(group) >= 0 ? group : 0;
      int start = matcher.start(found);
      int end = matcher.end(found);
      matches.add(
          new Match(
              expression, fold.start(start), fold.end(end), fold.text().substring(start, end)));
    }
  }

  @Override
  public void close() {
    sieve.close();
  }
}
