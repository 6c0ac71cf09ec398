package io.glasswatch.stream.mask;

import io.glasswatch.stream.detect.rule.Rule;
import io.glasswatch.stream.detect.rule.RuleSet;
import io.glasswatch.stream.detect.text.Match;
import io.glasswatch.stream.detect.text.Scan;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;

/**
 * Makes up texts in which one rule finds something, each different: the rule's own example with
 * every character changed that the rule lets change. Check digits come right by trying.
 */
public final class Planted implements AutoCloseable {

  private static final int TRIES = 20_000;

  /**
   * A text with something in it.
   *
   * @param rule the rule that finds it
   * @param text the text
   * @param secret what the rule finds in it
   */
  public record Plant(Rule rule, String text, String secret) {}

  /** An example and where in it characters may change. */
  private record Mould(Rule rule, String text, int start, int end, List<Integer> free) {}

  private final RuleSet rules;
  private final Scan scan;
  private final Random random;
  private final Map<String, BitSet> expressions = new HashMap<>();
  private final List<Mould> moulds = new ArrayList<>();

  /** Learns from every rule of {@code categories}. */
  public Planted(RuleSet rules, Set<String> categories, long seed) {
    this.rules = rules;
    this.scan = rules.scan();
    this.random = new Random(seed);
    rules.rules().stream()
        .filter(rule -> categories.contains(rule.category()))
        .forEach(rule -> rule.matches().forEach(text -> moulds.add(mould(rule, text))));
  }

  /** Returns the {@code n}th text; all rules and examples take turns. */
  public Plant plant(int n) {
    Mould mould = moulds.get(n % moulds.size());
    StringBuilder text = new StringBuilder(mould.text());
    for (int attempt = 0; attempt < TRIES; attempt++) {
      mould.free().forEach(i -> text.setCharAt(i, another(mould.text().charAt(i))));
      Optional<Match> found = find(mould.rule(), text.toString());
      if (found.filter(m -> m.start() == mould.start() && m.end() == mould.end()).isPresent()) {
        String secret = text.substring(mould.start(), mould.end());
        return new Plant(mould.rule(), text.toString(), secret);
      }
    }
    throw new AssertionError("nothing else fits " + mould.rule().id());
  }

  /** Returns how many rules take part. */
  public long rulesPlanted() {
    return moulds.stream().map(m -> m.rule().id()).distinct().count();
  }

  private Mould mould(Rule rule, String text) {
    Match match = find(rule, text).orElseThrow();
    List<Integer> free = new ArrayList<>();
    for (int i = match.start(); i < match.end(); i++) {
      if (Character.isLetterOrDigit(text.charAt(i)) && isFree(rule, text, match, i)) {
        free.add(i);
      }
    }
    return new Mould(rule, text, match.start(), match.end(), free);
  }

  /** Whether most others of its kind may stand there, whatever a check digit says. */
  private boolean isFree(Rule rule, String text, Match match, int i) {
    int fits = 0;
    for (int attempt = 0; attempt < 20; attempt++) {
      StringBuilder changed = new StringBuilder(text);
      changed.setCharAt(i, another(text.charAt(i)));
      fits += matchesForm(rule, changed.toString(), match) ? 1 : 0;
    }
    return fits > 10;
  }

  private boolean matchesForm(Rule rule, String text, Match match) {
    return scan.findAll(text, expressionsOf(rule)).stream()
        .anyMatch(m -> m.start() == match.start() && m.end() == match.end());
  }

  private Optional<Match> find(Rule rule, String text) {
    return scan.findAll(text, expressionsOf(rule)).stream()
        .filter(m -> rule.valid(m.found()))
        .findFirst();
  }

  private BitSet expressionsOf(Rule rule) {
    return expressions.computeIfAbsent(rule.id(), id -> lookUp(rule));
  }

  private BitSet lookUp(Rule rule) {
    BitSet own = new BitSet();
    for (int i = 0; i < rules.expressions(); i++) {
      own.set(i, rules.owner(i).id().equals(rule.id()));
    }
    return own;
  }

  private char another(char like) {
    if (Character.isDigit(like)) {
      return (char) ('0' + random.nextInt(10));
    }
    return (char) ((Character.isUpperCase(like) ? 'A' : 'a') + random.nextInt(26));
  }

  @Override
  public void close() {
    scan.close();
  }
}
