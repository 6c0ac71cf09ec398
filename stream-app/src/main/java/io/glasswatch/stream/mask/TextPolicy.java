package io.glasswatch.stream.mask;

import io.glasswatch.contract.Require;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What becomes of the text of each category of finding.
 *
 * @param byCategory the categories that are named
 * @param otherwise what becomes of all others
 */
public record TextPolicy(Map<String, Treatment> byCategory, Treatment otherwise) {

  private static final String OTHERS = "*";

  public TextPolicy {
    byCategory = Map.copyOf(byCategory);
    Require.that(otherwise != null, "otherwise must not be null");
  }

  /**
   * Returns the policy that is written like {@code pii=hash,secret=mask,*=store}; without a star
   * all else is stored.
   *
   * @throws IllegalArgumentException if it cannot be read
   */
  public static TextPolicy parse(String written) {
    Map<String, Treatment> entries = new LinkedHashMap<>();
    for (String entry : written.strip().split("\\s*,\\s*", -1)) {
      int equals = entry.indexOf('=');
      Require.that(equals > 0, "expected category=treatment, but found \"%s\"", entry);
      String category = entry.substring(0, equals).strip();
      Treatment treatment = Treatment.of(entry.substring(equals + 1).strip());
      Require.that(
          entries.put(category, treatment) == null, "category \"%s\" is given twice", category);
    }
    Treatment otherwise = entries.getOrDefault(OTHERS, Treatment.STORE);
    entries.remove(OTHERS);
    return new TextPolicy(entries, otherwise);
  }

  /** Returns what becomes of text in which something of {@code category} is found. */
  public Treatment of(String category) {
    return byCategory.getOrDefault(category, otherwise);
  }

  /** Returns whether everything is stored as it is. */
  public boolean storesAll() {
    return treatments().allMatch(t -> t == Treatment.STORE);
  }

  /** Returns whether some category is hashed, which takes a key. */
  public boolean hashes() {
    return treatments().anyMatch(t -> t == Treatment.HASH);
  }

  private Stream<Treatment> treatments() {
    return Stream.concat(byCategory.values().stream(), Stream.of(otherwise));
  }

  /** Returns the policy as {@link #parse} reads it. */
  @Override
  public String toString() {
    return Stream.concat(
            byCategory.entrySet().stream().sorted(Map.Entry.comparingByKey()),
            Stream.of(Map.entry(OTHERS, otherwise)))
        .map(e -> e.getKey() + "=" + e.getValue().id())
        .collect(Collectors.joining(","));
  }
}
