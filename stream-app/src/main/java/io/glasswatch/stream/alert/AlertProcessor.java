package io.glasswatch.stream.alert;

import io.glasswatch.contract.Alert;
import io.glasswatch.stream.state.ProcessorsWithStores;
import io.glasswatch.stream.state.StateEngine;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.ProcessorSupplier;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.Stores;

/** Turns evidence, keyed by scope, into the transitions of alerts, keyed by fingerprint. */
public final class AlertProcessor implements Processor<String, Evidence, String, Alert> {

  /** The store of {@link AlertState} by alert; its name may be queried. */
  public static final String STORE = "alerts";

  /** How long an alert that is over stays in the store, in event time. */
  static final Duration RETENTION = Duration.ofHours(24);

  private static final Duration TICK = Duration.ofSeconds(1);

  private final AlertListener listener;
  private final EventClock clock = new EventClock();
  private final Map<String, AlertState> states = new TreeMap<>();
  private ProcessorContext<String, Alert> context;
  private KeyValueStore<String, AlertState> store;

  private AlertProcessor(AlertListener listener) {
    this.listener = listener;
  }

  /** Returns what makes these processors, together with their store. */
  public static ProcessorSupplier<String, Evidence, String, Alert> supplier(
      AlertListener listener) {
    return new ProcessorsWithStores<>(
        () -> new AlertProcessor(listener),
        Set.of(
            Stores.keyValueStoreBuilder(
                new StateEngine(STORE), Serdes.String(), AlertState.SERDE)));
  }

  @Override
  public void init(ProcessorContext<String, Alert> context) {
    this.context = context;
    this.store = context.getStateStore(STORE);
    Instant wall = Instant.ofEpochMilli(context.currentSystemTimeMs());
    try (KeyValueIterator<String, AlertState> all = store.all()) {
      while (all.hasNext()) {
        KeyValue<String, AlertState> entry = all.next();
        states.put(entry.key, entry.value);
        clock.observe(entry.value.lastBreach(), wall);
        listener.known(entry.value.alert());
      }
    }
    context.schedule(TICK, PunctuationType.WALL_CLOCK_TIME, this::tick);
  }

  @Override
  public void process(Record<String, Evidence> record) {
    Evidence evidence = record.value();
    clock.observe(evidence.at(), Instant.ofEpochMilli(context.currentSystemTimeMs()));
    String key = key(evidence);
    Optional<AlertState> before = Optional.ofNullable(states.get(key));
    apply(key, before, AlertState.observe(before, evidence));
  }

  @Override
  public void close() {
    states.values().forEach(state -> listener.gone(state.alert()));
  }

  private void tick(long wallMillis) {
    Instant now = clock.now(Instant.ofEpochMilli(wallMillis));
    List<String> forgotten = new ArrayList<>();
    for (Map.Entry<String, AlertState> entry : Map.copyOf(states).entrySet()) {
      AlertState state = entry.getValue();
      if (state.active()) {
        apply(entry.getKey(), Optional.of(state), state.tick(now));
      } else if (state.alert().changedAt().plus(RETENTION).isBefore(now)) {
        forgotten.add(entry.getKey());
      }
    }
    forgotten.forEach(this::forget);
  }

  private void apply(String key, Optional<AlertState> before, AlertState.Step step) {
    if (step.state().isPresent() && !step.state().equals(before)) {
      states.put(key, step.state().get());
      store.put(key, step.state().get());
    }
    for (Alert alert : step.transitions()) {
      listener.changed(alert);
      long at = Math.max(0, alert.changedAt().toEpochMilli());
      context.forward(new Record<>(alert.fingerprint(), alert, at));
    }
  }

  private void forget(String key) {
    listener.gone(states.remove(key).alert());
    store.delete(key);
  }

  private static String key(Evidence evidence) {
    return String.join(
        "|",
        evidence.scope().key(),
        Scope.escaped(evidence.alert()),
        Scope.escaped(evidence.signal()));
  }
}
