package io.glasswatch.stream.state;

import java.util.function.Predicate;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * Goes through a store slice by slice and deletes what is over, so that no pass over a large store
 * holds up the stream. Belongs to one task.
 */
public final class Sweep<V> {

  private static final int AT_MOST = 10_000;

  private final KeyValueStore<String, V> store;
  private String from = "";

  public Sweep(KeyValueStore<String, V> store) {
    this.store = store;
  }

  /** Deletes the entries of the next slice that are {@code over}; returns how many. */
  public int next(Predicate<V> over) {
    int visited = 0;
    int deleted = 0;
    try (KeyValueIterator<String, V> slice = store.range(from, null)) {
      from = "";
      while (slice.hasNext()) {
        KeyValue<String, V> entry = slice.next();
        if (++visited > AT_MOST) {
          from = entry.key;
          break;
        }
        if (over.test(entry.value)) {
          store.delete(entry.key);
          deleted++;
        }
      }
    }
    return deleted;
  }
}
