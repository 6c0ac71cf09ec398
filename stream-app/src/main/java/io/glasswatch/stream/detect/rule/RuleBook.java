package io.glasswatch.stream.detect.rule;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The packs in force, which may change while the stream runs. A pack is taken only if all packs
 * together compile and prove their examples; until then the old ones stay. Safe for many threads.
 */
public final class RuleBook {

  private static final String OF_A_RULE = "rule ";

  private final Map<String, RulePack> shipped = new LinkedHashMap<>();
  private final Map<String, RulePack> packs = new LinkedHashMap<>();
  private volatile RuleSet current;

  /** What came of changing the packs. */
  public sealed interface Change {

    /** The change is in force; {@code hash} is the new version of the rules. */
    record Taken(String hash) implements Change {}

    /** Nothing has changed; {@code reason} says why, with the line of the pack. */
    record Refused(String reason) implements Change {}
  }

  /**
   * @param shipped the packs that are in force from the start
   */
  public RuleBook(List<RulePack> shipped) {
    shipped.forEach(pack -> this.shipped.put(pack.name(), pack));
    this.packs.putAll(this.shipped);
    this.current = RuleSet.of(shipped);
  }

  /** Returns the rules in force. */
  public RuleSet current() {
    return current;
  }

  /** Returns the names of the packs in force. */
  public synchronized List<String> packs() {
    return List.copyOf(packs.keySet());
  }

  /** Adds the pack that {@code yaml} describes, which must be called {@code name}. */
  public Change put(String name, String yaml) {
    try {
      String found = RulePack.parse(yaml).name();
      return found.equals(name)
          ? put(yaml)
          : new Change.Refused(
              "the pack must be called \"%s\" as its key, but is \"%s\"".formatted(name, found));
    } catch (IllegalArgumentException e) {
      return new Change.Refused(e.getMessage());
    }
  }

  /** Adds the pack that {@code yaml} describes, in the place of one of the same name. */
  public synchronized Change put(String yaml) {
    try {
      RulePack pack = RulePack.parse(yaml);
      Map<String, RulePack> next = new LinkedHashMap<>(packs);
      next.put(pack.name(), pack);
      return taken(next);
    } catch (IllegalArgumentException e) {
      return new Change.Refused(withLine(e.getMessage(), yaml));
    }
  }

  /** A rule that fails on its examples is named; a person looks for its line. */
  private static String withLine(String reason, String yaml) {
    if (!reason.startsWith(OF_A_RULE)) {
      return reason;
    }
    String id = reason.substring(OF_A_RULE.length()).split(" ", 2)[0];
    List<String> lines = yaml.lines().toList();
    for (int i = 0; i < lines.size(); i++) {
      if (lines.get(i).strip().replaceFirst("^-\\s+", "").equals("id: " + id)) {
        return "line %d: %s".formatted(i + 1, reason);
      }
    }
    return reason;
  }

  /** Takes a pack out of force; one that shipped is in force again as it was. */
  public synchronized Change remove(String name) {
    if (!packs.containsKey(name)) {
      return new Change.Refused("there is no pack \"%s\"".formatted(name));
    }
    Map<String, RulePack> next = new LinkedHashMap<>(packs);
    if (shipped.containsKey(name)) {
      next.put(name, shipped.get(name));
    } else {
      next.remove(name);
    }
    return taken(next);
  }

  private Change taken(Map<String, RulePack> next) {
    RuleSet rules = RuleSet.of(new ArrayList<>(next.values()));
    packs.clear();
    packs.putAll(next);
    current = rules;
    return new Change.Taken(rules.hash());
  }
}
