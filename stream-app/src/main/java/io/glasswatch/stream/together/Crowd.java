package io.glasswatch.stream.together;

import io.glasswatch.contract.Finding;
import io.glasswatch.contract.Require;
import io.glasswatch.contract.Severity;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * A subject is seen with many: a user who tries in many conversations, a payload or a secret that
 * comes to many people. Each counts once, however often; of a subject whose sightings carry a
 * payload, those count whose payload is nearly the same.
 *
 * <p>One conversation or one person alone never makes a crowd.
 *
 * @param id the rule id
 * @param subject what it is about
 * @param category what counts: sightings in which something of it was found
 * @param severity how much it matters
 * @param least how many make a crowd, at least 2 and at most {@link Memory#MOST_TRACES}
 * @param within how close together they are seen, and how long it is quiet afterwards
 */
record Crowd(
    String id, Subject subject, String category, Severity severity, int least, Duration within)
    implements Together {

  /** The first to be forgotten comes first; what was raised is kept, so that it stays quiet. */
  private static final Comparator<Trace> FIRST_TO_GO =
      Comparator.<Trace, Boolean>comparing(trace -> trace.raised() > 0)
          .thenComparing(Trace::time)
          .thenComparing(Trace::who)
          .thenComparing(Trace::print);

  Crowd {
    Require.that(
        least >= 2 && least <= Memory.MOST_TRACES,
        "least must be 2 to %d, but was %d",
        Memory.MOST_TRACES,
        least);
  }

  @Override
  public Step observe(Memory memory, Sighting now) {
    Memory recent = memory.withTracesSince(memory.latest() - within.toMillis());
    if (!concerns(now)) {
      return new Step(recent, List.of(), 0);
    }
    Trace seen = Trace.of(now);
    List<Trace> others = new ArrayList<>();
    Trace mine = seen;
    for (Trace trace : recent.traces()) {
      if (trace.who() == seen.who() && trace.near(seen)) {
        mine = mine.latest(trace);
      } else {
        others.add(trace);
      }
    }
    Optional<Finding> finding = Optional.empty();
    if (!quiet(others, mine, seen) && crowd(others, seen) >= least) {
      mine = mine.withRaised(seen.time());
      finding = Optional.of(new Finding(id, category, severity, Optional.empty(), 1));
    }
    others.add(mine);
    others.sort(FIRST_TO_GO);
    int displaced = Math.max(0, others.size() - Memory.MOST_TRACES);
    return new Step(
        recent.withTraces(others.subList(displaced, others.size())),
        finding.stream().toList(),
        displaced);
  }

  private boolean concerns(Sighting sighting) {
    return sighting.categories().contains(category)
        && (subject != Subject.MODEL || sighting.payload().isPresent());
  }

  /** Returns how many were seen close to {@code seen}, itself among them. */
  private long crowd(List<Trace> others, Trace seen) {
    return 1
        + others.stream()
            .filter(trace -> trace.near(seen) && close(trace.time(), seen.time()))
            .mapToLong(Trace::who)
            .filter(who -> who != seen.who())
            .distinct()
            .count();
  }

  private boolean quiet(List<Trace> others, Trace mine, Trace seen) {
    return raisedLately(mine, seen)
        || others.stream().anyMatch(trace -> trace.near(seen) && raisedLately(trace, seen));
  }

  private boolean raisedLately(Trace trace, Trace seen) {
    return trace.raised() > 0 && close(trace.raised(), seen.time());
  }

  private boolean close(long one, long other) {
    return Math.abs(one - other) <= within.toMillis();
  }
}
