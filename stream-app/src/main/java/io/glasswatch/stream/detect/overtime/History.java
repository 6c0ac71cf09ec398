package io.glasswatch.stream.detect.overtime;

import com.fasterxml.jackson.annotation.JsonIgnore;
import io.glasswatch.contract.Require;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What is remembered of one conversation: its latest notable turns, and what was raised about it.
 * Some kilobytes, however long it lasts.
 *
 * @param turns at most {@link #MOST_TURNS}, by event time
 * @param raised when each pattern was last raised, by its id
 */
public record History(List<Turn> turns, Map<String, Instant> raised) {

  public static final History EMPTY = new History(List.of(), Map.of());

  /** Turns beyond which the oldest is forgotten. */
  public static final int MOST_TURNS = 32;

  private static final Comparator<Turn> BY_TIME =
      Comparator.comparing(Turn::time).thenComparing(Turn::interaction);

  public History {
    turns = List.copyOf(turns);
    raised = Map.copyOf(raised);
    Require.that(
        turns.size() <= MOST_TURNS,
        "turns must be at most %d, but were %d",
        MOST_TURNS,
        turns.size());
  }

  /** Returns this history with one more turn; one that it has already takes the older's place. */
  History with(Turn turn) {
    List<Turn> more = new ArrayList<>(turns);
    more.removeIf(known -> known.interaction().equals(turn.interaction()));
    more.add(turn);
    more.sort(BY_TIME);
    int from = Math.max(0, more.size() - MOST_TURNS);
    return new History(more.subList(from, more.size()), raised);
  }

  History withRaised(String pattern, Instant time) {
    Map<String, Instant> more = new HashMap<>(raised);
    more.put(pattern, time);
    return new History(turns, more);
  }

  /** Returns the event time of the latest turn; {@link Instant#MIN} of an empty history. */
  @JsonIgnore
  Instant latest() {
    return turns.isEmpty() ? Instant.MIN : turns.get(turns.size() - 1).time();
  }
}
