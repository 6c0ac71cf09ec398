package io.glasswatch.stream.together;

import io.glasswatch.contract.Require;
import java.util.ArrayList;
import java.util.List;

/**
 * How often something is seen: in the window at hand, and before, where each window counts less the
 * older it is. Constant size.
 *
 * @param window number of the window at hand: event time over {@link #WINDOW_MILLIS}
 * @param count sightings in it
 * @param people some of those seen in it, each once, at most {@link #MOST_PEOPLE}
 * @param past sightings before it, weighted by their age
 * @param raised event time at which it was last raised, milliseconds since 1970; 0 if never
 */
record Rate(long window, long count, List<Long> people, double past, long raised) {

  static final long WINDOW_MILLIS = 600_000;

  /** More are not told apart. */
  static final int MOST_PEOPLE = 8;

  /** A window of twelve hours ago counts half. */
  private static final double DECAY = Math.pow(0.5, 1 / 72.0);

  Rate {
    people = List.copyOf(people);
    Require.that(
        people.size() <= MOST_PEOPLE,
        "people must be at most %d, but were %d",
        MOST_PEOPLE,
        people.size());
  }

  static Rate startingIn(long window) {
    return new Rate(window, 0, List.of(), 0, 0);
  }

  /** Returns the number of the window that {@code time}, milliseconds since 1970, is in. */
  static long windowOf(long time) {
    return Math.floorDiv(time, WINDOW_MILLIS);
  }

  /**
   * Returns how many windows lie between {@code first} and {@code now}, weighted by their age: the
   * sum of d^i for i from 1 to now - first, with d the decay of one window.
   */
  static double windowsBetween(long first, long now) {
    return DECAY * (1 - decayed(Math.max(0, now - first))) / (1 - DECAY);
  }

  /** Returns this rate after one more sighting; one of an earlier window joins the past. */
  Rate with(long time, long who) {
    long in = windowOf(time);
    if (in < window) {
      return new Rate(window, count, people, past + decayed(window - in), raised);
    }
    if (in > window) {
      return new Rate(in, 1, List.of(who), (past + (double) count) * decayed(in - window), raised);
    }
    return new Rate(window, count + 1, more(who), past, raised);
  }

  Rate withoutPeople() {
    return new Rate(window, count, List.of(), past, raised);
  }

  Rate withRaised(long at) {
    return new Rate(window, count, people, past, at);
  }

  /** Returns what a sighting counts that is so many windows old. */
  private static double decayed(long windows) {
    return Math.pow(DECAY, (double) windows);
  }

  private List<Long> more(long who) {
    if (people.size() == MOST_PEOPLE || people.contains(who)) {
      return people;
    }
    List<Long> more = new ArrayList<>(people);
    more.add(who);
    return more;
  }
}
