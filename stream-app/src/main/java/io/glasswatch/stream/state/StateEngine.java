package io.glasswatch.stream.state;

import java.util.function.Supplier;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.state.KeyValueBytesStoreSupplier;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.Stores;

/**
 * What keeps a store's entries: RocksDB, or memory for an app that runs once over a log and needs
 * no state afterwards.
 *
 * @param name the store's name
 */
public record StateEngine(String name) implements KeyValueBytesStoreSupplier {

  private static final ThreadLocal<Boolean> IN_MEMORY = ThreadLocal.withInitial(() -> false);

  /** Returns what {@code opening} opens; the stores that it makes on this thread are in memory. */
  public static <T> T inMemory(Supplier<T> opening) {
    IN_MEMORY.set(true);
    try {
      return opening.get();
    } finally {
      IN_MEMORY.remove();
    }
  }

  /** Returns whether stores that are made now, on this thread, are in memory. */
  static boolean isInMemory() {
    return IN_MEMORY.get();
  }

  @Override
  public KeyValueStore<Bytes, byte[]> get() {
    return engine().get();
  }

  @Override
  public String metricsScope() {
    return engine().metricsScope();
  }

  private KeyValueBytesStoreSupplier engine() {
    return isInMemory() ? Stores.inMemoryKeyValueStore(name) : Stores.persistentKeyValueStore(name);
  }
}
