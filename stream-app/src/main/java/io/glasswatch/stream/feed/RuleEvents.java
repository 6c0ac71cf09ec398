package io.glasswatch.stream.feed;

/** What the feed of rules tells whoever counts. */
public interface RuleEvents {

  /** A pack came into force or went out of it; {@code version} is that of all rules now. */
  void rulesTaken(String pack, String version);

  /** A pack was refused and nothing has changed. */
  void rulesRefused(String pack, String reason);
}
