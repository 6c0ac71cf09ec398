package io.glasswatch.stream.audit.tree;

import io.glasswatch.contract.Require;
import java.util.ArrayList;
import java.util.List;

/**
 * A tree that keeps the hash of every perfect subtree, so that a root or an inclusion proof of any
 * of its earlier sizes costs O(log^2 n). Takes 64 bytes a leaf and their object headers.
 *
 * <p>Source: Laurie, Langley, Kasper, "Certificate Transparency", RFC 6962, section 2.1.
 */
public final class MerkleTree {

  /** By level: the hash of each perfect subtree of 2^level leaves. */
  private final List<List<Hash>> levels = new ArrayList<>(List.of(new ArrayList<>()));

  /** Appends one leaf. */
  public void append(Hash leaf) {
    Hash node = leaf;
    for (int level = 0; ; level++) {
      if (level == levels.size()) {
        levels.add(new ArrayList<>());
      }
      List<Hash> row = levels.get(level);
      row.add(node);
      if (row.size() % 2 == 1) {
        return;
      }
      node = Hash.ofNode(row.get(row.size() - 2), node);
    }
  }

  /** Returns how many leaves there are. */
  public int size() {
    return levels.get(0).size();
  }

  /** Returns the root of the first {@code size} leaves. */
  public Hash root(int size) {
    requireSize(size);
    return size == 0 ? Hash.EMPTY : subtree(0, size);
  }

  /**
   * Returns the proof that leaf {@code index} is among the first {@code size}: the hashes that lead
   * from the leaf to the root, lowest first (RFC 6962, section 2.1.1).
   */
  public List<Hash> inclusion(int index, int size) {
    requireSize(size);
    Require.that(index >= 0 && index < size, "index must be 0 to %d, but was %d", size - 1, index);
    List<Hash> path = new ArrayList<>();
    path(index, 0, size, path);
    return path;
  }

  private void path(int index, int start, int size, List<Hash> path) {
    if (size == 1) {
      return;
    }
    int left = largestPowerBelow(size);
    if (index < left) {
      path(index, start, left, path);
      path.add(subtree(start + left, size - left));
    } else {
      path(index - left, start + left, size - left, path);
      path.add(subtree(start, left));
    }
  }

  /** A left subtree is perfect and starts at a multiple of its size, so its hash is kept. */
  private Hash subtree(int start, int size) {
    if (Integer.bitCount(size) == 1) {
      int level = Integer.numberOfTrailingZeros(size);
      return levels.get(level).get(start >> level);
    }
    int left = largestPowerBelow(size);
    return Hash.ofNode(subtree(start, left), subtree(start + left, size - left));
  }

  private static int largestPowerBelow(int size) {
    return Integer.highestOneBit(size - 1);
  }

  private void requireSize(int size) {
    Require.that(size >= 0 && size <= size(), "size must be 0 to %d, but was %d", size(), size);
  }

  /**
   * Returns the root that a proof leads to: the leaf is in a tree if that is the tree's root (RFC
   * 9162, section 2.1.3.2).
   *
   * @throws IllegalArgumentException if the proof has not the length that its tree demands
   */
  public static Hash rootOf(Hash leaf, long index, long size, List<Hash> path) {
    Require.that(index >= 0 && index < size, "index %d is not in a tree of %d", index, size);
    long node = index;
    long last = size - 1;
    Hash hash = leaf;
    for (Hash sibling : path) {
      Require.that(last > 0, "the proof has more hashes than a tree of %d needs", size);
      if (node % 2 == 1 || node == last) {
        hash = Hash.ofNode(sibling, hash);
        while (node % 2 == 0 && node != 0) {
          node >>= 1;
          last >>= 1;
        }
      } else {
        hash = Hash.ofNode(hash, sibling);
      }
      node >>= 1;
      last >>= 1;
    }
    Require.that(last == 0, "the proof has fewer hashes than a tree of %d needs", size);
    return hash;
  }
}
