package io.glasswatch.cli.audit;

import io.glasswatch.stream.audit.AuditWriter;
import io.glasswatch.stream.audit.LogTopic;
import io.glasswatch.stream.audit.log.AuditLog;
import io.glasswatch.stream.audit.log.LogCheck;
import io.glasswatch.stream.audit.log.LogDirectory;
import io.glasswatch.stream.audit.note.Checkpoint;
import io.glasswatch.stream.audit.note.NoteKey;
import io.glasswatch.stream.audit.report.AuditReport;
import io.glasswatch.stream.audit.report.ReportBuilder;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Consumer;

/**
 * An open log.
 *
 * @param log the entries, with the checkpoints that lie there
 * @param live what to close
 * @param second where else checkpoints lie
 * @param keys the public keys that are trusted, at least one
 */
public record OpenLog(
    AuditLog log, Optional<LogTopic> live, Optional<LogDirectory> second, List<NoteKey> keys)
    implements AutoCloseable {

  /** Returns the numbers of the partitions that there is anything of. */
  public SortedSet<Integer> partitions() {
    SortedSet<Integer> all = new TreeSet<>(log.partitions());
    second.ifPresent(directory -> all.addAll(directory.partitions()));
    return all;
  }

  /** Returns the signed checkpoints of both places. */
  public List<String> checkpoints(int partition) {
    Set<String> all = new LinkedHashSet<>(log.checkpoints(partition));
    second.ifPresent(directory -> all.addAll(directory.checkpoints(partition)));
    return List.copyOf(all);
  }

  /** Checks the log of one partition while {@code reader} sees its entries. */
  public LogCheck.Result check(int partition, Consumer<byte[]> reader) {
    LogCheck check =
        new LogCheck(
            AuditWriter.origin(keys.get(0).name(), partition),
            Checkpoint.open(checkpoints(partition), keys));
    log.entries(
        partition,
        entry -> {
          check.entry(entry);
          reader.accept(entry);
        });
    return check.result();
  }

  /** Copies the log with its checkpoints and keys; returns what checking each partition gave. */
  public List<LogCheck.Result> copyTo(LogDirectory copy) {
    copy.write(keys);
    List<LogCheck.Result> results = new ArrayList<>();
    for (int partition : partitions()) {
      copy.replaceCheckpoints(partition, checkpoints(partition));
      try (LogDirectory.Writer writer = copy.write(partition)) {
        results.add(check(partition, writer::entry));
      }
    }
    return results;
  }

  /** Checks the whole log and sums up what was recorded from {@code from} and before {@code to}. */
  public AuditReport report(Optional<Instant> from, Optional<Instant> to) {
    ReportBuilder builder = new ReportBuilder(from, to);
    List<LogCheck.Result> integrity = new ArrayList<>();
    for (int partition : partitions()) {
      integrity.add(check(partition, builder::entry));
    }
    return builder.build(integrity);
  }

  @Override
  public void close() {
    live.ifPresent(LogTopic::close);
  }
}
