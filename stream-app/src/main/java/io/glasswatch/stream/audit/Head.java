package io.glasswatch.stream.audit;

import io.glasswatch.contract.Require;
import io.glasswatch.contract.Serdes;
import io.glasswatch.contract.Topic;
import io.glasswatch.stream.audit.note.Checkpoint;
import io.glasswatch.stream.audit.tree.Hash;
import java.time.Instant;

/**
 * How long a log is and what its root is, as its writer says in the transaction that wrote the last
 * entry. It is signed only once that transaction is committed.
 *
 * @param log origin of the log
 * @param size entries
 * @param root root of the Merkle tree over them, in base64
 * @param at when
 */
public record Head(String log, long size, String root, Instant at) {

  /** Heads by partition, from the writer of each log to the notary; read only by us. */
  public static final Topic<Integer, Head> TOPIC =
      new Topic<>(
          "llm.audit-heads",
          org.apache.kafka.common.serialization.Serdes.Integer(),
          Serdes.json(Head.class));

  public Head {
    Require.notBlank(log, "log");
    Require.that(size >= 0, "size must be at least 0, but was %d", size);
    Require.notBlank(root, "root");
    Require.that(at != null, "at must not be null");
  }

  Checkpoint checkpoint() {
    return new Checkpoint(log, size, Hash.fromBase64(root), at);
  }
}
