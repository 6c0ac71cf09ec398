package io.glasswatch.stream.audit.tree;

import io.glasswatch.contract.Require;
import java.util.ArrayList;
import java.util.List;

/**
 * All of a tree that is needed to append to it: the roots of its perfect subtrees. Appending costs
 * one hash on average; the root costs one for each subtree.
 *
 * @param size leaves so far, at least 0
 * @param peaks roots of the perfect subtrees from left to right, one for each bit set in {@code
 *     size}
 */
public record Frontier(long size, List<Hash> peaks) {

  public static final Frontier EMPTY = new Frontier(0, List.of());

  public Frontier {
    Require.that(size >= 0, "size must be at least 0, but was %d", size);
    Require.that(
        peaks.size() == Long.bitCount(size),
        "a tree of %d leaves has %d peaks, but got %d",
        size,
        Long.bitCount(size),
        peaks.size());
    peaks = List.copyOf(peaks);
  }

  /** Returns this tree with one more leaf. */
  public Frontier with(Hash leaf) {
    List<Hash> next = new ArrayList<>(peaks);
    Hash node = leaf;
    for (long carry = size; (carry & 1) == 1; carry >>= 1) {
      node = Hash.ofNode(next.remove(next.size() - 1), node);
    }
    next.add(node);
    return new Frontier(size + 1, next);
  }

  /** Returns the root of the tree. */
  public Hash root() {
    if (peaks.isEmpty()) {
      return Hash.EMPTY;
    }
    Hash root = peaks.get(peaks.size() - 1);
    for (int i = peaks.size() - 2; i >= 0; i--) {
      root = Hash.ofNode(peaks.get(i), root);
    }
    return root;
  }
}
