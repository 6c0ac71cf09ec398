package io.glasswatch.stream.state;

import io.glasswatch.contract.Require;
import java.time.Duration;
import java.util.Map;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.processor.api.ProcessingContext;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;
import org.apache.kafka.streams.state.WindowBytesStoreSupplier;
import org.apache.kafka.streams.state.WindowStore;

/**
 * A persistent, change-logged store whose entries lie in windows of time and go with their window:
 * nothing is deleted one by one, neither in RocksDB nor in the changelog.
 *
 * @param name the store's name, stable across releases: it names the changelog topic
 * @param keys how keys are written
 * @param values how values are written
 */
public record FadingStore<K, V>(String name, Serde<K> keys, Serde<V> values) {

  private static final Duration SHORTEST_SEGMENT = Duration.ofMinutes(1);

  public FadingStore {
    Require.notBlank(name, "name");
  }

  /**
   * Returns what adds this store to a topology. It keeps the window that is written to, and the one
   * before.
   *
   * @param window length of a window, more than 0
   */
  public StoreBuilder<WindowStore<K, V>> builder(Duration window) {
    Duration segment = window.compareTo(SHORTEST_SEGMENT) > 0 ? window : SHORTEST_SEGMENT;
    return Stores.windowStoreBuilder(new Windows(name, window, segment), keys, values)
        .withLoggingEnabled(
            Map.of(TopicConfig.SEGMENT_MS_CONFIG, Long.toString(segment.toMillis())));
  }

  /** Returns this task's part of the store. */
  public WindowStore<K, V> of(ProcessingContext context) {
    return context.getStateStore(name);
  }

  /** What keeps the windows: {@link StateEngine} says where. */
  private record Windows(String name, Duration window, Duration segment)
      implements WindowBytesStoreSupplier {

    @Override
    public WindowStore<Bytes, byte[]> get() {
      return engine().get();
    }

    @Override
    public String metricsScope() {
      return engine().metricsScope();
    }

    @Override
    public long segmentIntervalMs() {
      return engine().segmentIntervalMs();
    }

    @Override
    public long windowSize() {
      return window.toMillis();
    }

    @Override
    public boolean retainDuplicates() {
      return false;
    }

    @Override
    public long retentionPeriod() {
      return window.plus(segment).toMillis();
    }

    private WindowBytesStoreSupplier engine() {
      Duration retention = Duration.ofMillis(retentionPeriod());
      return StateEngine.isInMemory()
          ? Stores.inMemoryWindowStore(name, retention, window, false)
          : Stores.persistentWindowStore(name, retention, window, false);
    }
  }
}
