package io.glasswatch.stream.drift.count;

import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The counts of every signal over some stretch of traffic of one model and segment.
 *
 * <p>Merging is associative and commutative, and equal counts have equal bytes, however the records
 * were spread and in whatever order they came.
 */
public final class WindowCounts {

  private long records;
  private final Map<String, SignalCounts> signals = new HashMap<>();

  /** Of signals that are vectors. */
  private final Map<String, Moments> vectors = new HashMap<>();

  /** The counts that the latest interaction went to, in its order: the next is likely the same. */
  private Slot[] slots = {};

  private record Slot(String signal, SignalCounts counts) {}

  /** Counts one interaction; a signal that is not a finite number is left out. */
  public void add(Map<String, Double> measured) {
    add(Measured.of(measured));
  }

  /** Counts one interaction. */
  public void add(Measured measured) {
    records++;
    if (slots.length < measured.size()) {
      slots = Arrays.copyOf(slots, measured.size());
    }
    for (int i = 0; i < measured.size(); i++) {
      Slot slot = slots[i];
      String signal = measured.signal(i);
      if (slot == null || !slot.signal.equals(signal)) {
        slot = new Slot(signal, signals.computeIfAbsent(signal, s -> new SignalCounts()));
        slots[i] = slot;
      }
      slot.counts.add(measured.bucket(i), measured.units(i));
    }
    measured
        .vectors()
        .forEach(
            (signal, vector) -> vectors.computeIfAbsent(signal, s -> new Moments()).add(vector));
  }

  /** Counts all that {@code other} has counted; {@code other} is unchanged. */
  public void merge(WindowCounts other) {
    records += other.records;
    other.signals.forEach(
        (signal, counts) -> signals.computeIfAbsent(signal, s -> new SignalCounts()).merge(counts));
    other.vectors.forEach(
        (signal, moments) -> vectors.computeIfAbsent(signal, s -> new Moments()).merge(moments));
  }

  /** Returns the counts of {@code wanted} signals alone, shared with these. */
  public WindowCounts only(Collection<String> wanted) {
    WindowCounts some = new WindowCounts();
    some.records = records;
    some.signals.putAll(signals);
    some.signals.keySet().retainAll(wanted);
    return some;
  }

  /** Returns the number of interactions. */
  public long records() {
    return records;
  }

  /** Returns the ids of the numbers that were measured at least once, sorted. */
  public SortedSet<String> signals() {
    return Collections.unmodifiableSortedSet(new TreeSet<>(signals.keySet()));
  }

  /** Returns the counts of {@code signal}, empty if it was never measured. */
  public Optional<SignalCounts> of(String signal) {
    return Optional.ofNullable(signals.get(signal));
  }

  /** Returns the ids of the vectors that were measured at least once, sorted. */
  public SortedSet<String> vectors() {
    return Collections.unmodifiableSortedSet(new TreeSet<>(vectors.keySet()));
  }

  /** Returns the moments of the vectors of {@code signal}, empty if it was never measured. */
  public Optional<Moments> moments(String signal) {
    return Optional.ofNullable(vectors.get(signal));
  }

  /** Writes the counts; equal counts are written equally, and without vectors as ever before. */
  public void write(BytesOut out) {
    out.number(records);
    out.number(vectors.isEmpty() ? signals.size() : -1 - signals.size());
    new TreeMap<>(signals)
        .forEach(
            (signal, counts) -> {
              out.text(signal);
              counts.write(out);
            });
    if (vectors.isEmpty()) {
      return;
    }
    out.number(vectors.size());
    new TreeMap<>(vectors)
        .forEach(
            (signal, moments) -> {
              out.text(signal);
              moments.write(out);
            });
  }

  /** Reads what {@link #write} wrote. */
  public static WindowCounts read(BytesIn in) {
    WindowCounts counts = new WindowCounts();
    counts.records = in.number();
    long size = in.number();
    for (long left = size < 0 ? -1 - size : size; left > 0; left--) {
      counts.signals.put(in.text(), SignalCounts.read(in));
    }
    for (long left = size < 0 ? in.number() : 0; left > 0; left--) {
      counts.vectors.put(in.text(), Moments.read(in));
    }
    return counts;
  }

  /** Returns the counts as bytes. */
  public byte[] toBytes() {
    BytesOut out = new BytesOut();
    write(out);
    return out.toBytes();
  }

  /** Returns the counts that {@link #toBytes} wrote. */
  public static WindowCounts of(byte[] bytes) {
    return read(new BytesIn(bytes));
  }
}
