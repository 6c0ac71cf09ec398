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

  /** Adds the pack that {@code yaml} describes, in the place of one of the same name. */
  public synchronized Change put(String yaml) {
    try {
      RulePack pack = RulePack.parse(yaml);
      Map<String, RulePack> next = new LinkedHashMap<>(packs);
      next.put(pack.name(), pack);
      return taken(next);
    } catch (IllegalArgumentException e) {
      return new Change.Refused(e.getMessage());
    }
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
