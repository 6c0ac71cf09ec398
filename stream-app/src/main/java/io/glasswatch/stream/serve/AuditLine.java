package io.glasswatch.stream.serve;

import io.glasswatch.contract.Require;
import java.time.Instant;
import java.util.Optional;

/**
 * How far the audit log of one partition is signed.
 *
 * @param partition the partition's number
 * @param entries committed entries, as far as its signer knows
 * @param signed how many of them stand under a signed checkpoint
 * @param signedAt when that checkpoint was made; empty before the first
 * @param broken whether the log does not continue what was signed before
 */
public record AuditLine(
    int partition, long entries, long signed, Optional<Instant> signedAt, boolean broken) {

  public AuditLine {
    Require.that(partition >= 0, "partition must be at least 0, but was %d", partition);
    Require.that(signed >= 0, "signed must be at least 0, but was %d", signed);
    Require.that(signedAt != null, "signedAt must not be null");
  }

  static AuditLine of(int partition) {
    return new AuditLine(partition, 0, 0, Optional.empty(), false);
  }
}
