package io.glasswatch.stream.drift;

import io.glasswatch.stream.drift.count.BytesIn;
import io.glasswatch.stream.drift.count.BytesOut;
import io.glasswatch.stream.drift.count.WindowCounts;
import java.util.TreeMap;

/** What was counted of one group in the latest stretches of traffic, by where each begins. */
final class GroupWindows {

  private final TreeMap<Long, WindowCounts> windows = new TreeMap<>();

  /** Adds counts to the stretch that begins at {@code start}. */
  void add(long start, WindowCounts counts) {
    windows.computeIfAbsent(start, s -> new WindowCounts()).merge(counts);
  }

  /** Forgets stretches that begin before {@code start}; returns whether nothing is left. */
  boolean keepFrom(long start) {
    windows.headMap(start).clear();
    return windows.isEmpty();
  }

  /** Returns where the latest stretch begins, milliseconds since 1970. */
  long latest() {
    return windows.lastKey();
  }

  /** Returns all stretches together. */
  WindowCounts all() {
    WindowCounts all = new WindowCounts();
    windows.values().forEach(all::merge);
    return all;
  }

  byte[] toBytes() {
    BytesOut out = new BytesOut();
    out.number(windows.size());
    windows.forEach(
        (start, counts) -> {
          out.number(start);
          counts.write(out);
        });
    return out.toBytes();
  }

  static GroupWindows of(byte[] bytes) {
    BytesIn in = new BytesIn(bytes);
    GroupWindows groups = new GroupWindows();
    for (long left = in.number(); left > 0; left--) {
      groups.windows.put(in.number(), WindowCounts.read(in));
    }
    return groups;
  }
}
