package io.glasswatch.stream.together;

import com.fasterxml.jackson.annotation.JsonIgnore;
import io.glasswatch.contract.Require;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What is remembered of one subject. Bounded, however often it is seen.
 *
 * @param subject what it is
 * @param since event time of its first sighting, milliseconds since 1970
 * @param latest event time of its latest sighting
 * @param traces who was seen with it, at most {@link #MOST_TRACES}
 * @param rates how often each category was found, by category
 */
record Memory(
    Subject subject, long since, long latest, List<Trace> traces, Map<String, Rate> rates) {

  /** Traces beyond which the oldest is forgotten; about 20 KB. */
  static final int MOST_TRACES = 512;

  Memory {
    traces = List.copyOf(traces);
    rates = Map.copyOf(rates);
    Require.that(
        traces.size() <= MOST_TRACES,
        "traces must be at most %d, but were %d",
        MOST_TRACES,
        traces.size());
  }

  static Memory startingWith(Sighting sighting) {
    long time = sighting.time().toEpochMilli();
    return new Memory(sighting.subject(), time, time, List.of(), Map.of());
  }

  Memory seenAt(long time) {
    return new Memory(subject, Math.min(since, time), Math.max(latest, time), traces, rates);
  }

  Memory withTraces(List<Trace> remembered) {
    return new Memory(subject, since, latest, remembered, rates);
  }

  /** Returns this memory without the traces of before {@code time}. */
  Memory withTracesSince(long time) {
    return withTraces(traces.stream().filter(trace -> trace.time() >= time).toList());
  }

  Memory withRate(String category, Rate rate) {
    Map<String, Rate> more = new HashMap<>(rates);
    more.put(category, rate);
    return new Memory(subject, since, latest, traces, more);
  }

  /**
   * Returns this memory without those who were last seen in these interactions. Rates do not know
   * in which interactions they saw people, so they forget all.
   */
  Memory without(Forgotten erased) {
    Map<String, Rate> nobody = new HashMap<>();
    rates.forEach((category, rate) -> nobody.put(category, rate.withoutPeople()));
    return new Memory(
        subject,
        since,
        latest,
        traces.stream().filter(t -> !erased.interactions().contains(t.interaction())).toList(),
        nobody);
  }

  /** Returns whether nothing is remembered but that there was traffic. */
  @JsonIgnore
  boolean isEmpty() {
    return traces.isEmpty() && rates.isEmpty();
  }

  /** Returns whether the subject has not been seen for its retention before {@code now}. */
  @JsonIgnore
  boolean isOver(long now) {
    return latest < now - subject.retention().toMillis();
  }
}
