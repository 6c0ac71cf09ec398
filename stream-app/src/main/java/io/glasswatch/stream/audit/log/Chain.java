package io.glasswatch.stream.audit.log;

import io.glasswatch.contract.Require;
import io.glasswatch.stream.audit.entry.Entry;
import io.glasswatch.stream.audit.entry.Fact;
import io.glasswatch.stream.audit.tree.Frontier;
import io.glasswatch.stream.audit.tree.Hash;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * The end of a log: all that is needed to append to it. An entry holds the leaf hash of the one
 * before it, and the same leaf hashes make the Merkle tree, so chain and tree cost one pass over
 * the entry.
 *
 * @param frontier the tree so far
 * @param last leaf hash of the last entry, {@link Hash#ZERO} before the first
 */
public record Chain(Frontier frontier, Hash last) {

  public static final Chain EMPTY = new Chain(Frontier.EMPTY, Hash.ZERO);

  public Chain {
    Require.that(frontier != null && last != null, "a chain has a frontier and a last hash");
  }

  /**
   * What every entry of one writer has in common.
   *
   * @param log origin of the log
   * @param software version of Glasswatch
   * @param config hash over the settings that decisions depend on
   */
  public record Writer(String log, String software, String config) {

    public Writer {
      Require.notBlank(log, "log");
      Require.notBlank(software, "software");
      Require.notBlank(config, "config");
    }
  }

  /** An entry and the chain that ends with it. */
  public record Appended(byte[] entry, Chain chain) {}

  /** Returns how many entries there are. */
  public long size() {
    return frontier.size();
  }

  /** Returns the entry that says {@code fact} and the chain with it. */
  public Appended append(Writer writer, Instant recordedAt, Instant ingestedAt, Fact fact) {
    byte[] entry =
        new Entry(
                writer.log(),
                size(),
                last.hex(),
                recordedAt,
                ingestedAt,
                writer.software(),
                writer.config(),
                fact)
            .toBytes();
    Hash leaf = Hash.ofLeaf(entry);
    return new Appended(entry, new Chain(frontier.with(leaf), leaf));
  }

  /** Returns the size, the last hash and the peaks, one after another. */
  public byte[] toBytes() {
    ByteBuffer out = ByteBuffer.allocate(Long.BYTES + Hash.LENGTH * (1 + frontier.peaks().size()));
    out.putLong(size()).put(last.toBytes());
    frontier.peaks().forEach(peak -> out.put(peak.toBytes()));
    return out.array();
  }

  /** Returns the chain that {@link #toBytes} wrote. */
  public static Chain fromBytes(byte[] bytes) {
    ByteBuffer in = ByteBuffer.wrap(bytes);
    long size = in.getLong();
    Hash last = hash(in);
    List<Hash> peaks = new ArrayList<>();
    while (in.hasRemaining()) {
      peaks.add(hash(in));
    }
    return new Chain(new Frontier(size, peaks), last);
  }

  private static Hash hash(ByteBuffer in) {
    byte[] bytes = new byte[Hash.LENGTH];
    in.get(bytes);
    return Hash.fromBytes(bytes);
  }
}
