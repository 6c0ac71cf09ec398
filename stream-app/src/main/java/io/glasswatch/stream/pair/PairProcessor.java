package io.glasswatch.stream.pair;

import io.glasswatch.contract.Interaction;
import io.glasswatch.contract.Require;
import io.glasswatch.stream.ingest.Half;
import io.glasswatch.stream.state.PersistentStore;
import io.glasswatch.stream.state.ProcessorsWithStores;
import io.glasswatch.stream.state.TimedKey;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.ProcessorSupplier;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * Holds each half back until its other half comes, and forwards the interaction, keyed by
 * conversation. After the deadline, by the clock on the wall, it forwards the half alone. A pair
 * that is complete is remembered until its deadline, so that a repeated half is known.
 */
public final class PairProcessor implements Processor<String, Half, String, Interaction> {

  private static final Duration CHECK = Duration.ofSeconds(1);

  private static final PersistentStore<String, Waiting> PAIRS =
      new PersistentStore<>("pairs", Serdes.String(), Waiting.SERDE);

  /** When to stop waiting for which pair; the value means nothing. */
  private static final PersistentStore<TimedKey, String> DEADLINES =
      new PersistentStore<>("pair-deadlines", TimedKey.serde(), Serdes.String());

  private final Duration deadline;
  private final PairEvents events;
  private ProcessorContext<String, Interaction> context;
  private KeyValueStore<String, Waiting> pairs;
  private KeyValueStore<TimedKey, String> deadlines;

  private PairProcessor(Duration deadline, PairEvents events) {
    this.deadline = deadline;
    this.events = events;
  }

  /**
   * Returns what makes these processors, together with their stores.
   *
   * @param deadline how long a half waits, more than 0
   */
  public static ProcessorSupplier<String, Half, String, Interaction> supplier(
      Duration deadline, PairEvents events) {
    Require.that(
        deadline.compareTo(Duration.ZERO) > 0,
        "deadline must be more than 0, but was %s",
        deadline);
    return new ProcessorsWithStores<>(
        () -> new PairProcessor(deadline, events), Set.of(PAIRS.builder(), DEADLINES.builder()));
  }

  @Override
  public void init(ProcessorContext<String, Interaction> context) {
    this.context = context;
    this.pairs = PAIRS.of(context);
    this.deadlines = DEADLINES.of(context);
    context.schedule(CHECK, PunctuationType.WALL_CLOCK_TIME, this::expire);
  }

  @Override
  public void process(Record<String, Half> record) {
    Half half = record.value();
    Waiting waiting = pairs.get(half.pair());
    if (waiting == null) {
      pairs.put(half.pair(), new Waiting(Optional.of(half)));
      Instant until = Instant.ofEpochMilli(context.currentSystemTimeMs()).plus(deadline);
      deadlines.put(new TimedKey(until, half.pair()), "");
    } else if (waiting.half().isEmpty()) {
      events.half(PairEvents.Outcome.LATE);
    } else {
      meet(waiting.half().get(), half);
    }
  }

  private void meet(Half known, Half half) {
    if (known.side() != half.side()) {
      pairs.put(half.pair(), Waiting.COMPLETE);
      events.half(PairEvents.Outcome.PAIRED);
      forward(known.with(half));
    } else if (known.part().equals(half.part())) {
      events.half(PairEvents.Outcome.REPEATED);
    } else {
      pairs.put(half.pair(), new Waiting(Optional.of(known.and(half))));
    }
  }

  /** Gives up the pairs whose deadline has passed. */
  private void expire(long now) {
    for (KeyValue<TimedKey, String> due : TimedKey.before(deadlines, Instant.ofEpochMilli(now))) {
      deadlines.delete(due.key);
      Waiting waiting = pairs.delete(due.key.id());
      if (waiting != null) {
        waiting.half().ifPresent(this::alone);
      }
    }
  }

  private void alone(Half half) {
    events.half(
        half.side() == Half.Side.REQUEST
            ? PairEvents.Outcome.REQUEST_ALONE
            : PairEvents.Outcome.RESPONSE_ALONE);
    forward(half.alone());
  }

  private void forward(Interaction interaction) {
    context.forward(
        new Record<>(interaction.conversation(), interaction, interaction.time().toEpochMilli()));
  }
}
