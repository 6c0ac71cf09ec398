package io.glasswatch.stream.detect.rule;

import io.glasswatch.contract.Require;
import io.glasswatch.contract.Where;
import io.glasswatch.stream.detect.text.Expression;
import io.glasswatch.stream.detect.text.Match;
import io.glasswatch.stream.detect.text.Patterns;
import io.glasswatch.stream.detect.text.Scan;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * All rules in force, compiled together. Immutable and shared between threads; {@link #scan} gives
 * each thread its own scanner.
 */
public final class RuleSet {

  /** The packs that ship, one resource each. */
  static final List<String> STANDARD =
      List.of("secrets", "pii", "national-ids", "injection", "leakage", "harm", "refusal");

  private final List<Rule> rules;
  private final List<Rule> owners;
  private final Patterns patterns;
  private final Map<String, Double> thresholds;
  private final String hash;

  private RuleSet(List<Rule> rules, Map<String, Double> thresholds) {
    this.rules = rules;
    this.thresholds = Map.copyOf(thresholds);
    this.owners = new ArrayList<>();
    List<Expression> expressions = new ArrayList<>();
    for (Rule rule : rules) {
      for (Expression expression : rule.patterns()) {
        owners.add(rule);
        expressions.add(expression);
      }
    }
    this.patterns = Patterns.compile(expressions);
    this.hash = hash(rules, thresholds);
  }

  /**
   * Compiles {@code packs} and proves every rule on its own examples.
   *
   * @throws IllegalArgumentException naming every rule that fails and its example
   */
  public static RuleSet of(List<RulePack> packs) {
    List<Rule> rules = packs.stream().flatMap(pack -> pack.rules().stream()).toList();
    Set<String> ids = new HashSet<>();
    rules.forEach(rule -> Require.that(ids.add(rule.id()), "rule %s is given twice", rule.id()));
    Map<String, Double> thresholds = new TreeMap<>();
    packs.forEach(pack -> pack.thresholds().forEach(thresholds::put));
    RuleSet set = new RuleSet(rules, thresholds);
    set.prove();
    return set;
  }

  /** Returns the packs that ship. */
  public static List<RulePack> shipped() {
    return STANDARD.stream().map(RuleSet::resource).map(RulePack::parse).toList();
  }

  /** Returns the rules that ship. */
  public static RuleSet standard() {
    return Holder.SET;
  }

  private static final class Holder {
    private static final RuleSet SET = of(shipped());
  }

  public List<Rule> rules() {
    return rules;
  }

  /** Returns the score from which an explainer's score is a finding, by category. */
  public Map<String, Double> thresholds() {
    return thresholds;
  }

  /** Returns the version of these rules: SHA-256 over all that decides, in hexadecimal. */
  public String hash() {
    return hash;
  }

  /** Returns how many expressions the rules have together. */
  public int expressions() {
    return owners.size();
  }

  /** Returns the rule that the expression of that index belongs to. */
  public Rule owner(int expression) {
    return owners.get(expression);
  }

  /** Returns the expressions whose rules look at {@code where}. */
  public BitSet wanted(Where where) {
    BitSet wanted = new BitSet();
    for (int i = 0; i < owners.size(); i++) {
      wanted.set(i, owners.get(i).severity().containsKey(where));
    }
    return wanted;
  }

  /** Returns a scanner for one thread; to be closed by it. */
  public Scan scan() {
    return patterns.scan();
  }

  private void prove() {
    List<String> failed = new ArrayList<>();
    try (Scan scan = scan()) {
      for (Rule rule : rules) {
        rule.matches().stream()
            .filter(text -> !finds(scan, rule, text))
            .map(text -> "rule %s must match its example \"%s\"".formatted(rule.id(), text))
            .forEach(failed::add);
        rule.spares().stream()
            .filter(text -> finds(scan, rule, text))
            .map(text -> "rule %s must spare its example \"%s\"".formatted(rule.id(), text))
            .forEach(failed::add);
      }
    }
    Require.that(failed.isEmpty(), "%s", String.join("\n", failed));
  }

  private boolean finds(Scan scan, Rule rule, String text) {
    BitSet own = new BitSet();
    for (int i = 0; i < owners.size(); i++) {
      own.set(i, owners.get(i).equals(rule));
    }
    for (Match match : scan.find(text, own)) {
      if (rule.valid(match.found())) {
        return true;
      }
    }
    return false;
  }

  private static String resource(String pack) {
    String name = pack + ".yaml";
    try (InputStream in = RuleSet.class.getResourceAsStream(name)) {
      Require.that(in != null, "rule pack %s is missing", name);
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String hash(List<Rule> rules, Map<String, Double> thresholds) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      for (Rule rule : rules) {
        String decides =
            "%s\n%s\n%s\n%s\n%s\n"
                .formatted(
                    rule.id(),
                    rule.category(),
                    new TreeMap<>(rule.severity()),
                    rule.patterns(),
                    rule.validator());
        digest.update(decides.getBytes(StandardCharsets.UTF_8));
      }
      if (!thresholds.isEmpty()) {
        String scores = new TreeMap<>(thresholds).toString();
        digest.update(scores.getBytes(StandardCharsets.UTF_8));
      }
      return HexFormat.of().formatHex(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
