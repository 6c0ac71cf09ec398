package io.glasswatch.stream.state;

import io.glasswatch.contract.Require;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * A key whose byte order is the order of time: eight bytes of milliseconds, then the id.
 *
 * @param time to the millisecond, not before 1970
 * @param id what happens, or happened, then; empty in the bounds of a range
 */
public record TimedKey(Instant time, String id) {

  public TimedKey {
    Require.that(time.toEpochMilli() >= 0, "time must not be before 1970, but was %s", time);
  }

  /** Returns the key before all keys of {@code time} and later. */
  public static TimedKey from(Instant time) {
    return new TimedKey(time, "");
  }

  /** Returns the entries of {@code store} before {@code time}, oldest first. */
  public static <V> List<KeyValue<TimedKey, V>> before(
      KeyValueStore<TimedKey, V> store, Instant time) {
    List<KeyValue<TimedKey, V>> entries = new ArrayList<>();
    try (KeyValueIterator<TimedKey, V> range = store.range(from(Instant.EPOCH), from(time))) {
      range.forEachRemaining(entries::add);
    }
    return entries;
  }

  /** Returns how keys are written: in an order that is that of time. */
  public static Serde<TimedKey> serde() {
    return Serdes.serdeFrom((topic, key) -> key.toBytes(), (topic, bytes) -> fromBytes(bytes));
  }

  /** Returns the key as bytes. */
  public byte[] toBytes() {
    byte[] idBytes = id.getBytes(StandardCharsets.UTF_8);
    return ByteBuffer.allocate(Long.BYTES + idBytes.length)
        .putLong(time.toEpochMilli())
        .put(idBytes)
        .array();
  }

  /** Returns the key that {@link #toBytes} wrote. */
  public static TimedKey fromBytes(byte[] bytes) {
    ByteBuffer buffer = ByteBuffer.wrap(bytes);
    Instant time = Instant.ofEpochMilli(buffer.getLong());
    return new TimedKey(time, StandardCharsets.UTF_8.decode(buffer).toString());
  }
}
