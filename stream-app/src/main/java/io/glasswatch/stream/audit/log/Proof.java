package io.glasswatch.stream.audit.log;

import io.glasswatch.contract.Require;
import io.glasswatch.stream.audit.note.Checkpoint;
import io.glasswatch.stream.audit.note.NoteKey;
import io.glasswatch.stream.audit.tree.Hash;
import io.glasswatch.stream.audit.tree.MerkleTree;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * All that is needed to check that an entry stands in a log, but the public key.
 *
 * @param entry the entry, byte for byte
 * @param index its place in the log
 * @param size entries that the checkpoint covers
 * @param path hashes that lead from the entry to the root, lowest first, in base64
 * @param checkpoint the signed checkpoint
 */
public record Proof(String entry, long index, long size, List<String> path, String checkpoint) {

  public Proof {
    Require.notBlank(entry, "entry");
    Require.notBlank(checkpoint, "checkpoint");
    path = List.copyOf(path);
  }

  /**
   * Returns the proof that entry {@code index} of {@code tree} stands under {@code checkpoint}.
   *
   * @param checkpoint a signed note
   * @param size what the note says the log's size is
   */
  public static Proof of(byte[] entry, int index, MerkleTree tree, String checkpoint, int size) {
    return new Proof(
        new String(entry, StandardCharsets.UTF_8),
        index,
        size,
        tree.inclusion(index, size).stream().map(Hash::base64).toList(),
        checkpoint);
  }

  /** Returns whether the proof holds under one of {@code keys}. */
  public boolean holds(Collection<NoteKey> keys) {
    Optional<Checkpoint> signed = Checkpoint.open(checkpoint, keys);
    if (signed.isEmpty() || signed.get().size() != size) {
      return false;
    }
    try {
      Hash leaf = Hash.ofLeaf(entry.getBytes(StandardCharsets.UTF_8));
      return MerkleTree.rootOf(leaf, index, size, path.stream().map(Hash::fromBase64).toList())
          .equals(signed.get().root());
    } catch (IllegalArgumentException e) {
      return false;
    }
  }
}
