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
    hits.stream().forEach(i -> locate(compiled.get(i), i, fold, sieve.extents(i), most, matches));
    return matches;
  }

  /** As {@link #locate(Pattern, int, Fold, Extents, int, List)}, in the whole text. */
  static void locate(Pattern pattern, int expression, Fold fold, int most, List<Match> matches) {
    locate(pattern, expression, fold, Extents.WHOLE, most, matches);
  }

  /**
   * Adds the matches of one expression. What lies behind the last possible end is cut off, but for
   * one character: a boundary of a word needs to see it.
   */
  private static void locate(
      Pattern pattern, int expression, Fold fold, Extents extents, int most, List<Match> matches) {
    boolean cut = extents.last() < fold.text().length() - 1;
    String text = cut ? fold.text().substring(0, extents.last() + 1) : fold.text();
    Matcher matcher = pattern.matcher(text);
    int group = Math.min(1, matcher.groupCount());
    List<Match> found = new ArrayList<>();
    int at = extents.next(0);
    while (at >= 0 && found.size() < most && matcher.find(at)) {
      if (cut && matcher.end() > extents.last()) {
        // It ends where the text was cut, which is no end of the text.
        locate(pattern, expression, fold, most, matches);
        return;
      }
      int part = matcher.start(group) >= 0 ? group : 0;
      int start = matcher.start(part);
      int end = matcher.end(part);
      found.add(
          new Match(expression, fold.start(start), fold.end(end), text.substring(start, end)));
      int next = matcher.end() + (matcher.end() == matcher.start() ? 1 : 0);
      at = next > text.length() ? -1 : extents.next(next);
    }
    matches.addAll(found);
  }

  @Override
  public void close() {
    sieve.close();
  }
}
