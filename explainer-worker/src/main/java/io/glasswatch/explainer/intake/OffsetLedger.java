package io.glasswatch.explainer.intake;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeSet;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/**
 * Which requests have been read and which answered, so that no offset is committed before every
 * answer below it has been acknowledged. Safe for use by several threads.
 */
public final class OffsetLedger {

  private final Map<TopicPartition, Progress> partitions = new HashMap<>();

  /** Notes that a request was read. */
  public synchronized void read(TopicPartition partition, long offset) {
    Progress progress = partitions.computeIfAbsent(partition, p -> new Progress());
    progress.open.add(offset);
    progress.next = Math.max(progress.next, offset + 1);
  }

  /** Notes that a request needs nothing more. A partition that was given up is left alone. */
  public synchronized void done(TopicPartition partition, long offset) {
    Progress progress = partitions.get(partition);
    if (progress != null) {
      progress.open.remove(offset);
    }
  }

  /** Forgets partitions that another worker has now. */
  public synchronized void forget(Collection<TopicPartition> given) {
    partitions.keySet().removeAll(given);
  }

  /** Returns the offsets that may be committed and are not {@link #committed} yet. */
  public synchronized Map<TopicPartition, OffsetAndMetadata> committable() {
    Map<TopicPartition, OffsetAndMetadata> offsets = new HashMap<>();
    partitions.forEach(
        (partition, progress) -> {
          long below = progress.open.isEmpty() ? progress.next : progress.open.first();
          if (below > progress.committed) {
            offsets.put(partition, new OffsetAndMetadata(below));
          }
        });
    return offsets;
  }

  /** Notes that offsets were committed. */
  public synchronized void committed(Map<TopicPartition, OffsetAndMetadata> offsets) {
    offsets.forEach(
        (partition, offset) -> {
          Progress progress = partitions.get(partition);
          if (progress != null) {
            progress.committed = offset.offset();
          }
        });
  }

  /** Returns how many requests are read and not done. */
  public synchronized int open() {
    return partitions.values().stream().mapToInt(progress -> progress.open.size()).sum();
  }

  /** One partition: offsets not done, the offset after the last one read, the one committed. */
  private static final class Progress {
    private final TreeSet<Long> open = new TreeSet<>();
    private long next;
    private long committed = -1;
  }
}
