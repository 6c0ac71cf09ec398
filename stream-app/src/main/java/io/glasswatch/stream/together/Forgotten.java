package io.glasswatch.stream.together;

import java.util.Collection;
import java.util.Set;
import java.util.TreeSet;

/**
 * Interactions that were erased: whoever was seen in them is to be forgotten.
 *
 * @param interactions hashes of their ids
 */
public record Forgotten(Set<Long> interactions) implements Notice {

  public Forgotten {
    interactions = Set.copyOf(interactions);
  }

  /** Returns that the interactions of these ids were erased. */
  public static Forgotten of(Collection<String> ids) {
    Set<Long> hashes = new TreeSet<>();
    ids.forEach(id -> hashes.add(Hashes.of(id)));
    return new Forgotten(hashes);
  }
}
