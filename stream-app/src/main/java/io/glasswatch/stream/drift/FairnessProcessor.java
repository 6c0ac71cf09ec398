package io.glasswatch.stream.drift;

import io.glasswatch.stream.alert.Scope;
import io.glasswatch.stream.drift.count.WindowCounts;
import io.glasswatch.stream.fairness.FairnessTable;
import io.glasswatch.stream.state.ProcessorsWithStores;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.ProcessorSupplier;
import org.apache.kafka.streams.processor.api.Record;

/**
 * Merges the deltas of all tasks, keyed by scope, into longer stretches of traffic, and holds each
 * group of a segment dimension against the others of its model. Always two stretches count, the
 * latest and the one before, so that a comparison never begins from nothing.
 *
 * <p>A delta older than both changes nothing here; the drift windows, far shorter, count it as
 * late.
 */
public final class FairnessProcessor implements Processor<String, DriftDelta, Void, Void> {

  static final String STORE = "fairness-groups";

  private static final Duration COMPARE = Duration.ofSeconds(5);

  /**
   * Standard deviations of the intervals, 99.9 %: of the hundreds of comparisons that run side by
   * side few may differ by chance.
   */
  private static final double Z = 3.29;

  private final long window;
  private final FairnessTable table;
  private final FairnessListener listener;
  private LiveStore<GroupWindows> groups;

  private FairnessProcessor(FairnessSettings settings, FairnessListener listener) {
    this.window = settings.window().toMillis();
    this.table = new FairnessTable(settings.minimum(), Z);
    this.listener = listener;
  }

  /** Returns what makes these processors, together with their store. */
  public static ProcessorSupplier<String, DriftDelta, Void, Void> supplier(
      FairnessSettings settings, FairnessListener listener) {
    return new ProcessorsWithStores<>(
        () -> new FairnessProcessor(settings, listener),
        Set.of(LiveStore.builder(STORE, new Codec<>(GroupWindows::toBytes, GroupWindows::of))));
  }

  @Override
  public void init(ProcessorContext<Void, Void> context) {
    groups = context.getStateStore(STORE);
    context.schedule(COMPARE, PunctuationType.WALL_CLOCK_TIME, wall -> compare());
  }

  @Override
  public void process(Record<String, DriftDelta> record) {
    if (!Scope.of(record.key()).segment().equals(Scope.ALL)) {
      DriftDelta delta = record.value();
      groups
          .change(record.key(), key -> new GroupWindows())
          .add(
              Math.floorDiv(delta.windowStart(), window) * window,
              delta.counts().only(FairnessTable.SIGNALS));
    }
  }

  @Override
  public void close() {
    groups.all().keySet().forEach(key -> listener.groupGone(Scope.of(key)));
  }

  private void compare() {
    Map<String, Map<String, String>> keys = new TreeMap<>();
    for (String key : List.copyOf(groups.all().keySet())) {
      Scope group = Scope.of(key);
      keys.computeIfAbsent(
              new Scope(group.model(), group.dimension()).key(), dimension -> new TreeMap<>())
          .put(group.segment(), key);
    }
    keys.values().forEach(this::compare);
  }

  /** Compares the groups of one model and dimension, whose keys come by segment. */
  private void compare(Map<String, String> keys) {
    long latest =
        keys.values().stream().mapToLong(key -> groups.all().get(key).latest()).max().orElseThrow();
    Map<String, WindowCounts> counts = new HashMap<>();
    Map<String, Scope> scopes = new HashMap<>();
    keys.forEach(
        (segment, key) -> {
          scopes.put(segment, Scope.of(key));
          GroupWindows windows = groups.all().get(key);
          if (windows.keepFrom(latest - window)) {
            groups.remove(key);
            listener.groupGone(Scope.of(key));
          } else {
            counts.put(segment, windows.all());
          }
        });
    table.of(counts).forEach(row -> listener.compared(scopes.get(row.group()), row));
  }
}
