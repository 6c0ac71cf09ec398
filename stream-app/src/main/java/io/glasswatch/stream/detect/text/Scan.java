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
    if (text.isEmpty()) {
      return List.of();
    }
    BitSet hits = sieve.candidates(text);
    hits.and(wanted);
    if (hits.isEmpty()) {
      return List.of();
    }
    List<Match> matches = new ArrayList<>();
    hits.stream().forEach(i -> locate(i, text, matches));
    return matches;
  }

  private void locate(int expression, String text, List<Match> matches) {
    Matcher matcher = compiled.get(expression).matcher(text);
    int group = Math.min(1, matcher.groupCount());
    for (int n = 0; n < MOST_MATCHES && matcher.find(); n++) {
      int found = matcher.start(group) >= 0 ? group : 0;
      matches.add(new Match(expression, matcher.start(found), matcher.end(found)));
    }
  }

  @Override
  public void close() {
    sieve.close();
  }
}
