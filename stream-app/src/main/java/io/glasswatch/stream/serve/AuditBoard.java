package io.glasswatch.stream.serve;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;

/** What this instance last signed of the audit log; safe for use by many threads. */
public final class AuditBoard {

  private final Map<Integer, AuditLine> lines = new ConcurrentHashMap<>();

  /** The log of a partition has so many entries. */
  public void head(int partition, long entries) {
    change(
        partition,
        line -> new AuditLine(partition, entries, line.signed(), line.signedAt(), line.broken()));
  }

  /** So many entries of a partition's log are signed. */
  public void signed(int partition, long entries, Instant at) {
    change(
        partition,
        line ->
            new AuditLine(
                partition, Math.max(entries, line.entries()), entries, Optional.of(at), false));
  }

  /** The log of a partition is signed no more. */
  public void broken(int partition) {
    change(
        partition,
        line -> new AuditLine(partition, line.entries(), line.signed(), line.signedAt(), true));
  }

  /** Another instance signs the partition's log now. */
  public void takeAway(int partition) {
    lines.remove(partition);
  }

  /** Returns what is signed here, by partition. */
  public List<AuditLine> lines() {
    return lines.values().stream().sorted(Comparator.comparingInt(AuditLine::partition)).toList();
  }

  private void change(int partition, UnaryOperator<AuditLine> change) {
    lines.compute(
        partition, (p, line) -> change.apply(line == null ? AuditLine.of(partition) : line));
  }
}
