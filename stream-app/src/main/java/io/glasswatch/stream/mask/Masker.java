package io.glasswatch.stream.mask;

import io.glasswatch.contract.Finding;
import io.glasswatch.contract.Span;
import io.glasswatch.stream.detect.rule.Rule;
import io.glasswatch.stream.detect.rule.RuleSet;
import io.glasswatch.stream.detect.text.Encoded;
import io.glasswatch.stream.detect.text.Match;
import io.glasswatch.stream.detect.text.Scan;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;

/**
 * Makes of a text what a policy lets be stored. It looks for more than the detector does: in every
 * part of an interaction, without a bound on the number of matches, behind JSON escapes, again in
 * what remains until nothing more is found, and wherever what was found is repeated. Belongs to one
 * thread.
 */
final class Masker implements AutoCloseable {

  /** Two are enough for real texts; what a hostile one still hides then is masked as a whole. */
  private static final int MOST_ROUNDS = 8;

  private final RuleSet rules;
  private final TextPolicy policy;
  private final Optional<HashKey> key;
  private final MaskEvents events;
  private final Scan scan;
  private final BitSet wanted = new BitSet();

  /**
   * @param key what hashes are made with; needed if the policy hashes
   */
  Masker(RuleSet rules, TextPolicy policy, Optional<HashKey> key, MaskEvents events) {
    this.rules = rules;
    this.policy = policy;
    this.key = key;
    this.events = events;
    this.scan = rules.scan();
    for (int i = 0; i < rules.expressions(); i++) {
      wanted.set(i, policy.of(rules.owner(i).category()) != Treatment.STORE);
    }
  }

  /**
   * One of the texts of an interaction.
   *
   * @param findings what detectors found in it, with a span
   */
  record Part(String text, List<Finding> findings) {}

  /** Returns what may be stored of {@code text}: as many code points as it has, or nothing. */
  String masked(String text) {
    return masked(List.of(new Part(text, List.of()))).get(0);
  }

  /** Returns what may be stored of texts that belong together, in their order. */
  List<String> masked(List<Part> parts) {
    Repeats repeats = new Repeats();
    List<Cover> covers = parts.stream().map(part -> covered(part, repeats)).toList();
    covers.forEach(repeats::cover);
    return covers.stream().map(cover -> cover.shown(key)).toList();
  }

  private Cover covered(Part part, Repeats repeats) {
    Cover cover = new Cover(part.text());
    part.findings().forEach(finding -> cover(cover, repeats, finding));
    for (int round = 0; round < MOST_ROUNDS; round++) {
      if (!look(cover, cover.hidden(), repeats)) {
        return cover;
      }
    }
    cover.add(0, part.text().length(), Treatment.MASK);
    return cover;
  }

  private void cover(Cover cover, Repeats repeats, Finding finding) {
    Span span = finding.span().orElseThrow();
    int start = cover.unit(span.start());
    int end = cover.unit(span.end());
    cover(cover, repeats, start, end, finding.category());
  }

  /** Covers what the rules find in {@code visible}; returns whether there was anything new. */
  private boolean look(Cover cover, String visible, Repeats repeats) {
    boolean more = false;
    for (Match match : scan.findAll(visible, wanted)) {
      more |= cover(cover, repeats, match, match.start(), match.end());
    }
    for (Encoded encoded : Encoded.allIn(visible)) {
      for (Match match : scan.findAll(encoded.text(), wanted)) {
        more |= cover(cover, repeats, match, encoded.start(), encoded.end());
      }
    }
    if (visible.indexOf('\\') >= 0) {
      Unescaped unescaped = Unescaped.of(visible);
      for (Match match : scan.findAll(unescaped.text(), wanted)) {
        int start = unescaped.original(match.start());
        more |= cover(cover, repeats, match, start, unescaped.original(match.end()));
      }
    }
    return more;
  }

  private boolean cover(Cover cover, Repeats repeats, Match match, int start, int end) {
    Rule rule = rules.owner(match.expression());
    return rule.valid(match.found()) && cover(cover, repeats, start, end, rule.category());
  }

  private boolean cover(Cover cover, Repeats repeats, int start, int end, String category) {
    Treatment treatment = policy.of(category);
    if (treatment == Treatment.STORE) {
      return false;
    }
    repeats.learn(cover.text().substring(start, end), treatment);
    boolean changed = cover.add(start, endOfWord(cover.text(), end), treatment);
    if (changed) {
      events.masked(category, treatment);
    }
    return changed;
  }

  /** A rule may stop at the length that it knows; the rest of a key is as secret as its start. */
  private static int endOfWord(String text, int end) {
    int i = end;
    while (i < text.length() && isOfWord(text.charAt(i))) {
      i++;
    }
    return i;
  }

  private static boolean isOfWord(char c) {
    return (Character.isLetterOrDigit(c) && c < 128) || "_+/=-".indexOf(c) >= 0;
  }

  @Override
  public void close() {
    scan.close();
  }
}
