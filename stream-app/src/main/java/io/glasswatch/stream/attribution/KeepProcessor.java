package io.glasswatch.stream.attribution;

import io.glasswatch.stream.attribution.sketch.Weights;
import io.glasswatch.stream.state.PersistentStore;
import io.glasswatch.stream.state.ProcessorsWithStores;
import io.glasswatch.stream.state.TimedKey;
import java.time.Duration;
import java.time.Instant;
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
 * Puts the weights of each series together by window, hides the words that too few people have
 * used, and deletes a window when its retention is over.
 */
public final class KeepProcessor implements Processor<String, Weighed, Void, Void> {

  /** The weights of each series and window; its name may be queried. */
  static final PersistentStore<TimedKey, byte[]> KEPT =
      new PersistentStore<>("attributions", TimedKey.serde(), Serdes.ByteArray());

  /** Which window was opened when, as the id of {@link #windowId}; the value is its start. */
  static final PersistentStore<TimedKey, Long> OPENED =
      new PersistentStore<>("attributions-by-time", TimedKey.serde(), Serdes.Long());

  private static final Duration RETENTION_CHECK = Duration.ofMinutes(1);

  private final AttributionSettings settings;
  private final AttributionEvents events;
  private ProcessorContext<Void, Void> context;
  private KeyValueStore<TimedKey, byte[]> kept;
  private KeyValueStore<TimedKey, Long> opened;
  private long windows;

  private KeepProcessor(AttributionSettings settings, AttributionEvents events) {
    this.settings = settings;
    this.events = events;
  }

  /** Returns what makes these processors, together with their stores. */
  public static ProcessorSupplier<String, Weighed, Void, Void> supplier(
      AttributionSettings settings, AttributionEvents events) {
    return new ProcessorsWithStores<>(
        () -> new KeepProcessor(settings, events), Set.of(KEPT.builder(), OPENED.builder()));
  }

  @Override
  public void init(ProcessorContext<Void, Void> context) {
    this.context = context;
    this.kept = KEPT.of(context);
    this.opened = OPENED.of(context);
    this.windows = TimedKey.before(opened, Instant.ofEpochMilli(Long.MAX_VALUE)).size();
    context.schedule(RETENTION_CHECK, PunctuationType.WALL_CLOCK_TIME, this::forget);
    events.windowsKept(context.taskId().partition(), windows);
  }

  @Override
  public void process(Record<String, Weighed> record) {
    Weighed weighed = record.value();
    TimedKey key = new TimedKey(Instant.ofEpochMilli(weighed.windowStart()), record.key());
    byte[] known = kept.get(key);
    if (known == null && windows >= settings.kept()) {
      events.unkept(AttributionEvents.Unkept.FULL);
      return;
    }
    if (known == null) {
      Instant now = Instant.ofEpochMilli(context.currentSystemTimeMs());
      opened.put(new TimedKey(now, windowId(key)), weighed.windowStart());
      windows++;
      events.windowsKept(context.taskId().partition(), windows);
    }
    Weights weights = known == null ? new Weights() : Weights.of(known);
    weights.merge(weighed.weights());
    weights.hide(settings.people());
    kept.put(key, weights.toBytes());
  }

  @Override
  public void close() {
    events.windowsGone(context.taskId().partition());
  }

  /** Deletes the windows that were opened longer ago than the retention. */
  private void forget(long nowMillis) {
    Instant oldest = Instant.ofEpochMilli(nowMillis).minus(settings.retention());
    for (KeyValue<TimedKey, Long> old : TimedKey.before(opened, oldest)) {
      opened.delete(old.key);
      kept.delete(new TimedKey(Instant.ofEpochMilli(old.value), seriesOf(old.key.id())));
      windows--;
      events.windowExpired();
    }
    events.windowsKept(context.taskId().partition(), windows);
  }

  /** One series may open two windows in the same millisecond, so the window is part of the id. */
  private static String windowId(TimedKey key) {
    return key.time().toEpochMilli() + "|" + key.id();
  }

  private static String seriesOf(String windowId) {
    return windowId.substring(windowId.indexOf('|') + 1);
  }
}
