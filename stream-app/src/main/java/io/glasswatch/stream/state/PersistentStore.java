package io.glasswatch.stream.state;

import io.glasswatch.contract.Require;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.streams.processor.api.ProcessingContext;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;

/**
 * A persistent, change-logged key-value store together with how its keys and values are written.
 *
 * @param name the store's name, stable across releases: it names the changelog topic
 * @param keys how keys are written; their byte order is the order of range scans
 * @param values how values are written
 */
public record PersistentStore<K, V>(String name, Serde<K> keys, Serde<V> values) {

  public PersistentStore {
    Require.notBlank(name, "name");
  }

  /** Returns what adds this store to a topology. */
  public StoreBuilder<KeyValueStore<K, V>> builder() {
    return Stores.keyValueStoreBuilder(new StateEngine(name), keys, values);
  }

  /** Returns this task's part of the store. */
  public KeyValueStore<K, V> of(ProcessingContext context) {
    return context.getStateStore(name);
  }
}
