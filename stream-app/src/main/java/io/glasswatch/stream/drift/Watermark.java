package io.glasswatch.stream.drift;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/**
 * The event time that all sources of deltas have reached.
 *
 * <p>Sources read different partitions of the log, and one may be hours of event time behind while
 * it catches up; so time is where the slowest stands. A source that has sent nothing for a while is
 * not waited for, and a new one is given that while to show up.
 */
final class Watermark {

  private final long patience;
  private final LiveStore<Long> reached;
  private final Map<Long, Long> heardAt = new HashMap<>();
  private final long startedAt;

  /**
   * @param reached the latest event time by source
   * @param patience how long a silent source is waited for, in wall-clock time
   * @param wall the wall clock, milliseconds
   */
  Watermark(LiveStore<Long> reached, Duration patience, long wall) {
    this.patience = patience.toMillis();
    this.reached = reached;
    this.startedAt = wall;
    reached.all().keySet().forEach(source -> heardAt.put(Long.valueOf(source), wall));
  }

  /** Notes that {@code source} has reached {@code time}. */
  void observe(int source, long time, long wall) {
    heardAt.put((long) source, wall);
    String key = Integer.toString(source);
    if (time > reached.all().getOrDefault(key, Long.MIN_VALUE)) {
      reached.put(key, time);
    }
  }

  /**
   * Returns the event time that is over everywhere: the end of time when all sources are silent,
   * and its beginning while they are being learned.
   */
  long at(long wall) {
    if (heardAt.isEmpty() || wall - startedAt < Math.min(patience, 3_000)) {
      return Long.MIN_VALUE;
    }
    return reached.all().entrySet().stream()
        .filter(e -> wall - heardAt.get(Long.valueOf(e.getKey())) < patience)
        .mapToLong(Map.Entry::getValue)
        .min()
        .orElse(Long.MAX_VALUE);
  }
}
