package io.glasswatch.stream.drift;

import io.glasswatch.contract.Assessment;
import io.glasswatch.stream.drift.count.Measured;
import io.glasswatch.stream.drift.count.WindowCounts;
import io.glasswatch.stream.state.ProcessorsWithStores;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.ProcessorSupplier;
import org.apache.kafka.streams.processor.api.Record;

/**
 * Counts what a task observes by scope and window, and hands the counts on as deltas every second.
 *
 * <p>What is counted and not yet handed on is in a store that is written with each commit, so a
 * crash neither loses nor repeats a count.
 *
 * @param <K> the key of what is observed, which does not matter
 * @param <V> what it is observed in
 */
public final class DriftCountProcessor<K, V> implements Processor<K, V, String, DriftDelta> {

  private static final String COUNTS = "drift-counts-pending";
  private static final String SEGMENTS = "drift-segments";

  private static final Duration FLUSH = Duration.ofSeconds(1);

  /** More windows than this at once are handed on without waiting for the second to end. */
  private static final int MOST_PENDING = 5_000;

  /** What a pending count is of; its key in the store is {@code windowStart|scope}. */
  private record Pending(long windowStart, String scopeKey) {

    String key() {
      return windowStart + "|" + scopeKey;
    }

    static Pending of(String key) {
      int bar = key.indexOf('|');
      return new Pending(Long.parseLong(key.substring(0, bar)), key.substring(bar + 1));
    }
  }

  private final String stores;
  private final Function<V, Observed> observe;
  private final DriftSettings settings;
  private final EventWindows windows;
  private final DriftListener listener;
  private ProcessorContext<String, DriftDelta> context;
  private LiveStore<WindowCounts> pending;
  private Segments segments;
  private long latest;

  /** The counts of one window that have changed since the store was last written, by scope. */
  private final Map<String, WindowCounts> recent = new HashMap<>();

  private long recentStart;
  private long recentWritten;

  private DriftCountProcessor(
      String stores,
      Function<V, Observed> observe,
      DriftSettings settings,
      DriftListener listener) {
    this.stores = stores;
    this.observe = observe;
    this.settings = settings;
    this.windows = new EventWindows(settings.window());
    this.listener = listener;
  }

  /** Returns what makes these processors, together with their stores. */
  public static <K> ProcessorSupplier<K, Assessment, String, DriftDelta> supplier(
      DriftSettings settings, DriftListener listener) {
    return supplier("", Observed::of, settings, listener);
  }

  /**
   * As {@link #supplier(DriftSettings, DriftListener)}, for a second kind of traffic in the same
   * topology.
   *
   * @param stores what the names of the stores begin with
   * @param observe what is counted
   */
  public static <K, V> ProcessorSupplier<K, V, String, DriftDelta> supplier(
      String stores,
      Function<V, Observed> observe,
      DriftSettings settings,
      DriftListener listener) {
    return new ProcessorsWithStores<>(
        () -> new DriftCountProcessor<>(stores, observe, settings, listener),
        Set.of(
            LiveStore.builder(
                stores + COUNTS, new Codec<>(WindowCounts::toBytes, WindowCounts::of)),
            LiveStore.builder(stores + SEGMENTS, Codec.NUMBER)));
  }

  @Override
  public void init(ProcessorContext<String, DriftDelta> context) {
    this.context = context;
    this.pending = context.getStateStore(stores + COUNTS);
    this.segments = new Segments(settings, context.getStateStore(stores + SEGMENTS), listener);
    this.latest =
        pending.all().keySet().stream().mapToLong(k -> Pending.of(k).windowStart()).max().orElse(0);
    context.schedule(FLUSH, PunctuationType.WALL_CLOCK_TIME, now -> flush());
  }

  @Override
  public void process(Record<K, V> record) {
    Observed observed = observe.apply(record.value());
    Assessment assessment = observed.assessment();
    Instant now = Instant.ofEpochMilli(context.currentSystemTimeMs());
    OptionalLong start = windows.startOf(assessment.time(), now);
    if (start.isEmpty()) {
      listener.uncounted(DriftListener.Uncounted.IMPOSSIBLE_TIME, 1);
      return;
    }
    latest = Math.max(latest, assessment.time().toEpochMilli());
    Measured measured = observed.measured();
    for (String scope : segments.keys(assessment)) {
      counts(start.getAsLong(), scope).add(measured);
    }
    if (pending.all().size() > MOST_PENDING) {
      flush();
    }
  }

  /** Returns the counts of a scope and window, which the store knows to be changing. */
  private WindowCounts counts(long start, String scope) {
    if (start != recentStart || pending.written() != recentWritten) {
      recent.clear();
      recentStart = start;
      recentWritten = pending.written();
    }
    WindowCounts counts = recent.get(scope);
    if (counts == null) {
      counts = pending.change(new Pending(start, scope).key(), key -> new WindowCounts());
      recent.put(scope, counts);
    }
    return counts;
  }

  private void flush() {
    recent.clear();
    int source = context.taskId().partition();
    for (String key : new TreeSet<>(pending.all().keySet())) {
      Pending id = Pending.of(key);
      WindowCounts counts = pending.all().get(key);
      DriftDelta delta = new DriftDelta(source, id.windowStart(), latest, counts);
      context.forward(new Record<>(id.scopeKey(), delta, id.windowStart()));
      pending.remove(key);
    }
  }
}
