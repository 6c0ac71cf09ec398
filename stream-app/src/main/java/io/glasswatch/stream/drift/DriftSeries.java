package io.glasswatch.stream.drift;

import io.glasswatch.stream.drift.count.BytesIn;
import io.glasswatch.stream.drift.count.BytesOut;
import io.glasswatch.stream.drift.count.WindowCounts;
import io.glasswatch.stream.drift.judge.Reference;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The windows of one scope on their way from open to judged: open ones take deltas, closed ones
 * first make the reference, then each is judged once it has enough records.
 */
final class DriftSeries {

  /**
   * A stretch of traffic that is complete.
   *
   * @param end first event time after it, milliseconds since 1970
   * @param counts what was counted in it
   */
  record Closed(long end, WindowCounts counts) {}

  /**
   * What closing windows has brought.
   *
   * @param judgeable stretches with enough records, oldest first
   * @param reference the reference that has become complete, empty mostly
   */
  record Progress(List<Closed> judgeable, Optional<Reference> reference) {

    Progress {
      judgeable = List.copyOf(judgeable);
    }
  }

  private final TreeMap<Long, WindowCounts> open = new TreeMap<>();
  private WindowCounts small = new WindowCounts();
  private Optional<Closed> latest = Optional.empty();
  private WindowCounts forReference = new WindowCounts();
  private boolean referenced;
  private long closedUntil = Long.MIN_VALUE;

  /** Adds counts to their window; returns whether it was still open. */
  boolean add(long windowStart, WindowCounts counts) {
    if (windowStart < closedUntil) {
      return false;
    }
    open.computeIfAbsent(windowStart, start -> new WindowCounts()).merge(counts);
    return true;
  }

  /** Returns whether a window that starts before {@code time} is open. */
  boolean hasOpenBefore(long time) {
    return !open.isEmpty() && open.firstKey() < time;
  }

  /** Returns whether nothing is open and nothing was closed after {@code time}. */
  boolean idleSince(long time) {
    return open.isEmpty() && closedUntil < time;
  }

  /** Returns whether no open window starts at {@code time} or later. */
  boolean quietFrom(long time) {
    return open.isEmpty() || open.lastKey() < time;
  }

  /** Returns the end of the latest window that was closed, milliseconds since 1970. */
  long closedUntil() {
    return closedUntil;
  }

  /** Returns what is closed but too little: to be the reference, or to be judged. */
  WindowCounts tooLittle() {
    return referenced ? small : forReference;
  }

  /** Returns the latest stretch that was judged, if nothing was closed since. */
  Optional<Closed> standing() {
    return small.records() == 0 ? latest : Optional.empty();
  }

  /** Closes all windows that end at or before {@code time}. */
  Progress close(long time, DriftSettings settings) {
    long length = settings.window().toMillis();
    List<Closed> judgeable = new ArrayList<>();
    Optional<Reference> reference = Optional.empty();
    while (!open.isEmpty() && open.firstKey() + length <= time) {
      Map.Entry<Long, WindowCounts> window = open.pollFirstEntry();
      closedUntil = window.getKey() + length;
      if (referenced) {
        judgeable(window.getValue(), settings).ifPresent(judgeable::add);
      } else {
        forReference.merge(window.getValue());
        if (forReference.records() >= settings.referenceRecords()) {
          referenced = true;
          reference = Optional.of(Reference.frozen(forReference));
          forReference = new WindowCounts();
        }
      }
    }
    return new Progress(judgeable, reference);
  }

  private Optional<Closed> judgeable(WindowCounts window, DriftSettings settings) {
    small.merge(window);
    if (small.records() < settings.minimum()) {
      return Optional.empty();
    }
    Closed closed = new Closed(closedUntil, small);
    small = new WindowCounts();
    latest = Optional.of(closed);
    return latest;
  }

  byte[] toBytes() {
    BytesOut out = new BytesOut();
    out.number(closedUntil);
    out.number(referenced ? 1 : 0);
    small.write(out);
    forReference.write(out);
    out.number(latest.isPresent() ? 1 : 0);
    latest.ifPresent(
        closed -> {
          out.number(closed.end());
          closed.counts().write(out);
        });
    out.number(open.size());
    open.forEach(
        (start, counts) -> {
          out.number(start);
          counts.write(out);
        });
    return out.toBytes();
  }

  static DriftSeries of(byte[] bytes) {
    BytesIn in = new BytesIn(bytes);
    DriftSeries series = new DriftSeries();
    series.closedUntil = in.number();
    series.referenced = in.number() == 1;
    series.small = WindowCounts.read(in);
    series.forReference = WindowCounts.read(in);
    if (in.number() == 1) {
      series.latest = Optional.of(new Closed(in.number(), WindowCounts.read(in)));
    }
    for (long left = in.number(); left > 0; left--) {
      series.open.put(in.number(), WindowCounts.read(in));
    }
    return series;
  }
}
