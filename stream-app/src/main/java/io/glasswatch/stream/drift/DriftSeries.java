package io.glasswatch.stream.drift;

import io.glasswatch.contract.Require;
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
 * first make the reference, then each is judged once it has enough records. Those that begin after
 * a new reference was asked for are judged by the old one and make the new one.
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
   * @param reference the reference that has become complete with the latest of them, empty mostly
   */
  record Progress(List<Closed> judgeable, Optional<Reference> reference) {

    Progress {
      judgeable = List.copyOf(judgeable);
    }
  }

  private static final long NEVER = Long.MAX_VALUE;

  /** How bytes say that there is a reference and that a new one is being made. */
  private static final long RENEWED = 2;

  private final TreeMap<Long, WindowCounts> open = new TreeMap<>();
  private WindowCounts small = new WindowCounts();
  private Optional<Closed> latest = Optional.empty();
  private WindowCounts forReference = new WindowCounts();
  private boolean referenced;

  /**
   * Windows that start here or later make the next reference; of a series that needs none, never.
   */
  private long renewedFrom = NEVER;

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

  /** Returns whether there is a reference, by which windows are judged. */
  boolean referenced() {
    return referenced;
  }

  /**
   * Makes the next windows a new reference, from the first on that is not open yet; whatever was
   * collected for one before is dropped.
   *
   * @return the first event time that counts, milliseconds since 1970
   */
  long renew(DriftSettings settings) {
    Require.that(referenced, "a series without a reference is making its first");
    forReference = new WindowCounts();
    renewedFrom = open.isEmpty() ? closedUntil : open.lastKey() + settings.window().toMillis();
    return renewedFrom;
  }

  /**
   * Closes windows that end at or before {@code time}: all of them, or up to the one that completes
   * a reference. Then the others are to be closed by another call.
   */
  Progress close(long time, DriftSettings settings) {
    long length = settings.window().toMillis();
    List<Closed> judgeable = new ArrayList<>();
    Optional<Reference> reference = Optional.empty();
    while (reference.isEmpty() && !open.isEmpty() && open.firstKey() + length <= time) {
      Map.Entry<Long, WindowCounts> window = open.pollFirstEntry();
      closedUntil = window.getKey() + length;
      if (referenced) {
        judgeable(window.getValue(), settings).ifPresent(judgeable::add);
      }
      if (!referenced || window.getKey() >= renewedFrom) {
        reference = collected(window.getValue(), settings);
      }
    }
    return new Progress(judgeable, reference);
  }

  private Optional<Reference> collected(WindowCounts window, DriftSettings settings) {
    forReference.merge(window);
    if (forReference.records() < settings.referenceRecords()) {
      return Optional.empty();
    }
    Reference reference = Reference.frozen(forReference);
    referenced = true;
    renewedFrom = NEVER;
    forReference = new WindowCounts();
    return Optional.of(reference);
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
    out.number(renewedFrom != NEVER ? RENEWED : referenced ? 1 : 0);
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
    if (renewedFrom != NEVER) {
      out.number(renewedFrom);
    }
    return out.toBytes();
  }

  static DriftSeries of(byte[] bytes) {
    BytesIn in = new BytesIn(bytes);
    DriftSeries series = new DriftSeries();
    series.closedUntil = in.number();
    long standing = in.number();
    series.referenced = standing != 0;
    series.small = WindowCounts.read(in);
    series.forReference = WindowCounts.read(in);
    if (in.number() == 1) {
      series.latest = Optional.of(new Closed(in.number(), WindowCounts.read(in)));
    }
    for (long left = in.number(); left > 0; left--) {
      series.open.put(in.number(), WindowCounts.read(in));
    }
    if (standing == RENEWED) {
      series.renewedFrom = in.number();
    }
    return series;
  }
}
