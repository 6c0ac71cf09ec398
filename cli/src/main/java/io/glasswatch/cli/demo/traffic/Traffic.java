package io.glasswatch.cli.demo.traffic;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.Random;

/**
 * All records of a {@link Story} in the order of their arrival, without end.
 *
 * <p>Interactions arrive as a Poisson process whose rate swings by a fifth with a "day" of one
 * minute: candidates come at the highest rate, and each is kept with probability rate(t) / highest
 * (Lewis and Shedler, "Simulation of Nonhomogeneous Poisson Processes by Thinning", Naval Research
 * Logistics 26, 1979). What happens at a fixed time stands in an agenda and is merged in.
 */
public final class Traffic implements Iterator<Arrival> {

  private static final double SWING = 0.2;
  private static final double DAY_SECONDS = 60;
  private static final int INJECTION_ATTEMPTS = 6;

  private final Story story;
  private final Instant start;
  private final Random random;
  private final Author author;
  private final PriorityQueue<Planned> agenda =
      new PriorityQueue<>(Comparator.comparing(Planned::at));
  private double candidateSeconds;
  private Duration next;

  /** Something that happens at a fixed time. */
  private record Planned(Duration at, Event event) {}

  /** Makes the record that arrives at a given time. */
  @FunctionalInterface
  private interface Event {
    Arrival arriving(Instant at);
  }

  public Traffic(Story story, Instant start) {
    this.story = story;
    this.start = start;
    this.random = new Random(story.seed());
    this.author = new Author(story, random);
    plan();
    this.next = nextInteraction();
  }

  @Override
  public boolean hasNext() {
    return true;
  }

  @Override
  public Arrival next() {
    Planned planned = agenda.peek();
    if (planned != null && planned.at().compareTo(next) <= 0) {
      agenda.remove();
      return planned.event().arriving(start.plus(planned.at()));
    }
    Duration at = next;
    next = nextInteraction();
    return interaction(start.plus(at), author.everyday(at, start.plus(at)), Optional.empty());
  }

  private void plan() {
    List<Malformed> kinds = List.of(Malformed.values());
    List<Duration> moments = story.malformed();
    for (int i = 0; i < moments.size(); i++) {
      byte[] bytes = kinds.get(i % kinds.size()).bytes();
      agenda.add(new Planned(moments.get(i), at -> new Arrival(at, bytes, true, Optional.empty())));
    }
    for (Incident incident : Incident.values()) {
      int count = incident == Incident.INJECTION_BURST ? INJECTION_ATTEMPTS : 1;
      Queue<Optional<Incident>> begins = new ArrayDeque<>(List.of(Optional.of(incident)));
      for (Duration moment : story.spread(incident, count)) {
        agenda.add(
            new Planned(
                moment,
                at ->
                    interaction(
                        at,
                        author.partOf(incident, moment, at),
                        begins.isEmpty() ? Optional.empty() : begins.remove())));
      }
    }
  }

  private Duration nextInteraction() {
    double highest = story.rate() * (1 + SWING);
    double rate;
    do {
      candidateSeconds += -Math.log1p(-random.nextDouble()) / highest;
      rate = story.rate() * (1 + SWING * Math.sin(2 * Math.PI * candidateSeconds / DAY_SECONDS));
    } while (random.nextDouble() * highest >= rate);
    return Duration.ofNanos(Math.round(candidateSeconds * 1e9));
  }

  private static Arrival interaction(Instant at, byte[] value, Optional<Incident> incident) {
    return new Arrival(at, value, false, incident);
  }
}
