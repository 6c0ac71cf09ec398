package io.glasswatch.stream.drift;

import io.glasswatch.stream.state.StateEngine;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.processor.StateStore;
import org.apache.kafka.streams.processor.StateStoreContext;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;
import org.apache.kafka.streams.state.internals.CacheFlushListener;
import org.apache.kafka.streams.state.internals.CachedStateStore;

/**
 * A small store whose values are live objects: changed in place as often as you like, written once
 * a commit.
 *
 * <p>Kafka Streams flushes the cache of a {@link CachedStateStore} right before each commit, so
 * what has changed since the last one reaches RocksDB and the changelog in the same transaction as
 * the offsets of the records that changed it. A crash loses both or neither. All values are kept in
 * memory: for state that is bounded by design.
 */
public final class LiveStore<V> implements StateStore, CachedStateStore<String, V> {

  private final KeyValueStore<String, byte[]> inner;
  private final Codec<V> codec;
  private final Map<String, V> live = new HashMap<>();
  private final Set<String> changed = new HashSet<>();
  private boolean loaded;
  private long written;

  private LiveStore(KeyValueStore<String, byte[]> inner, Codec<V> codec) {
    this.inner = inner;
    this.codec = codec;
  }

  /** Returns what adds a store of that name to a topology. */
  public static <V> StoreBuilder<LiveStore<V>> builder(String name, Codec<V> codec) {
    return new Builder<>(
        Stores.keyValueStoreBuilder(new StateEngine(name), Serdes.String(), Serdes.ByteArray())
            .withCachingDisabled(),
        codec);
  }

  /** Returns the value of {@code key} to be changed, made by {@code ifAbsent} if there is none. */
  V change(String key, Function<String, V> ifAbsent) {
    changed.add(key);
    return loaded().computeIfAbsent(key, ifAbsent);
  }

  /**
   * Returns how often the store was written. As long as it stays the same, a value that {@link
   * #change} returned may be changed again without asking for it.
   */
  long written() {
    return written;
  }

  /** Returns all values by key, not to be changed. */
  Map<String, V> all() {
    return loaded();
  }

  void put(String key, V value) {
    changed.add(key);
    loaded().put(key, value);
  }

  void remove(String key) {
    if (loaded().remove(key) != null) {
      changed.add(key);
    }
  }

  @Override
  public void flushCache() {
    for (String key : new TreeSet<>(changed)) {
      V value = live.get(key);
      inner.put(key, value == null ? null : codec.write().apply(value));
    }
    changed.clear();
    written++;
  }

  @Override
  public void clearCache() {
    written++;
    live.clear();
    changed.clear();
    loaded = false;
  }

  @Override
  public boolean setFlushListener(CacheFlushListener<String, V> listener, boolean sendOldValues) {
    return false;
  }

  @Override
  public String name() {
    return inner.name();
  }

  @Override
  public void init(StateStoreContext context, StateStore root) {
    clearCache();
    inner.init(context, root);
  }

  @Override
  public void close() {
    clearCache();
    inner.close();
  }

  @Override
  public boolean persistent() {
    return inner.persistent();
  }

  @Override
  public boolean isOpen() {
    return inner.isOpen();
  }

  private Map<String, V> loaded() {
    if (!loaded) {
      loaded = true;
      try (KeyValueIterator<String, byte[]> all = inner.all()) {
        while (all.hasNext()) {
          KeyValue<String, byte[]> entry = all.next();
          live.put(entry.key, codec.read().apply(entry.value));
        }
      }
    }
    return live;
  }

  private record Builder<V>(StoreBuilder<KeyValueStore<String, byte[]>> inner, Codec<V> codec)
      implements StoreBuilder<LiveStore<V>> {

    @Override
    public LiveStore<V> build() {
      return new LiveStore<>(inner.build(), codec);
    }

    @Override
    public StoreBuilder<LiveStore<V>> withCachingEnabled() {
      throw new UnsupportedOperationException("a live store is its own cache");
    }

    @Override
    public StoreBuilder<LiveStore<V>> withCachingDisabled() {
      return this;
    }

    @Override
    public StoreBuilder<LiveStore<V>> withLoggingEnabled(Map<String, String> config) {
      return new Builder<>(inner.withLoggingEnabled(config), codec);
    }

    @Override
    public StoreBuilder<LiveStore<V>> withLoggingDisabled() {
      return new Builder<>(inner.withLoggingDisabled(), codec);
    }

    @Override
    public Map<String, String> logConfig() {
      return inner.logConfig();
    }

    @Override
    public boolean loggingEnabled() {
      return inner.loggingEnabled();
    }

    @Override
    public String name() {
      return inner.name();
    }
  }
}
