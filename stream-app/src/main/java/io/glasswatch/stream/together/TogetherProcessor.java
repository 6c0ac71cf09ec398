package io.glasswatch.stream.together;

import io.glasswatch.contract.Finding;
import io.glasswatch.contract.Serdes;
import io.glasswatch.stream.detect.overtime.LaterFinding;
import io.glasswatch.stream.state.PersistentStore;
import io.glasswatch.stream.state.ProcessorsWithStores;
import io.glasswatch.stream.state.Sweep;
import io.glasswatch.stream.together.TogetherEvents.Unseen;
import java.time.Duration;
import java.util.Set;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.ProcessorSupplier;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * Remembers every subject that is seen, and sends on what the patterns find, as findings of the
 * interaction that completed them, keyed by its conversation. What was erased is forgotten.
 */
public final class TogetherProcessor implements Processor<String, Notice, String, LaterFinding> {

  static final PersistentStore<String, Memory> STORE =
      new PersistentStore<>(
          "subjects",
          org.apache.kafka.common.serialization.Serdes.String(),
          Serdes.binary(Memory.class));

  private static final Duration SWEEP_EVERY = Duration.ofSeconds(10);

  private final TogetherEvents events;
  private ProcessorContext<String, LaterFinding> context;
  private KeyValueStore<String, Memory> subjects;
  private Sweep<Memory> sweep;
  private long latest = Long.MIN_VALUE;

  private TogetherProcessor(TogetherEvents events) {
    this.events = events;
  }

  /** Returns what makes these processors, together with their store. */
  public static ProcessorSupplier<String, Notice, String, LaterFinding> supplier(
      TogetherEvents events) {
    return new ProcessorsWithStores<>(() -> new TogetherProcessor(events), Set.of(STORE.builder()));
  }

  @Override
  public void init(ProcessorContext<String, LaterFinding> context) {
    this.context = context;
    this.subjects = STORE.of(context);
    this.sweep = new Sweep<>(subjects);
    context.schedule(SWEEP_EVERY, PunctuationType.WALL_CLOCK_TIME, now -> sweep());
  }

  @Override
  public void process(Record<String, Notice> record) {
    if (record.value() instanceof Sighting sighting) {
      see(record, sighting);
    } else if (record.value() instanceof Forgotten erased) {
      forget(erased);
    }
  }

  private void see(Record<String, Notice> record, Sighting now) {
    latest = Math.max(latest, now.time().toEpochMilli());
    Memory before = subjects.get(record.key());
    Memory memory = before == null ? Memory.startingWith(now) : before;
    Together.Step step = PatternsTogether.observe(memory, now);
    subjects.put(record.key(), step.memory());
    events.unseen(Unseen.DISPLACED, step.displaced());
    for (Finding finding : step.findings()) {
      LaterFinding later = new LaterFinding(now.interaction(), now.model(), now.time(), finding);
      context.forward(record.withKey(now.conversation()).withValue(later));
    }
  }

  /** Reads all subjects of the partition; an erasure is rare. */
  private void forget(Forgotten erased) {
    try (KeyValueIterator<String, Memory> all = subjects.all()) {
      while (all.hasNext()) {
        KeyValue<String, Memory> entry = all.next();
        Memory left = entry.value.without(erased);
        if (!left.equals(entry.value)) {
          subjects.put(entry.key, left.isEmpty() ? null : left);
          events.unseen(Unseen.ERASED, entry.value.traces().size() - left.traces().size());
        }
      }
    }
  }

  private void sweep() {
    if (latest != Long.MIN_VALUE) {
      events.subjectsExpired(sweep.next(memory -> memory.isOver(latest)));
    }
  }
}
