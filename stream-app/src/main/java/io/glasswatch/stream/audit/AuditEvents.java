package io.glasswatch.stream.audit;

import java.time.Instant;

/** What the audit tells whoever counts. */
public interface AuditEvents {

  /** An entry was appended; {@code kind} is one of a few words. */
  void recorded(String kind);

  /** The log of a partition has so many entries, committed. */
  void head(int partition, long entries);

  /** So many entries of a partition's log are under a signed checkpoint, which was made then. */
  void signed(int partition, long entries, Instant at);

  /** The log of a partition is not the continuation of what was signed; it is signed no more. */
  void broken(int partition);

  /** A checkpoint could not be signed or kept, which is tried again. */
  void unsigned();

  /** Another instance signs the partition's log now. */
  void handedOver(int partition);
}
