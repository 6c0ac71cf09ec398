package io.glasswatch.contract;

import java.nio.charset.StandardCharsets;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serializer;

/** Writes a {@link Rejected}: its bytes as the value, unchanged, and all else as headers. */
public final class RejectedSerde implements Serde<Rejected> {

  /** What the names of the headers start with that this serde writes. */
  public static final String PREFIX = "glasswatch.rejected.";

  @Override
  public Serializer<Rejected> serializer() {
    return new Serializer<>() {
      @Override
      public byte[] serialize(String topic, Rejected data) {
        throw new UnsupportedOperationException("a rejected record needs headers");
      }

      @Override
      public byte[] serialize(String topic, Headers headers, Rejected rejected) {
        put(headers, "reason", rejected.reason().id());
        put(headers, "detail", rejected.detail());
        put(headers, "topic", rejected.topic());
        put(headers, "partition", Integer.toString(rejected.partition()));
        put(headers, "offset", Long.toString(rejected.offset()));
        put(headers, "as-it-came", Boolean.toString(rejected.asItCame()));
        return rejected.bytes();
      }
    };
  }

  @Override
  public Deserializer<Rejected> deserializer() {
    return new Deserializer<>() {
      @Override
      public Rejected deserialize(String topic, byte[] data) {
        throw new UnsupportedOperationException("a rejected record needs headers");
      }

      @Override
      public Rejected deserialize(String topic, Headers headers, byte[] bytes) {
        return new Rejected(
            Rejected.Reason.of(get(headers, "reason")),
            get(headers, "detail"),
            get(headers, "topic"),
            Integer.parseInt(get(headers, "partition")),
            Long.parseLong(get(headers, "offset")),
            bytes == null ? new byte[0] : bytes,
            Boolean.parseBoolean(get(headers, "as-it-came")));
      }
    };
  }

  private static void put(Headers headers, String name, String value) {
    headers.remove(PREFIX + name);
    headers.add(PREFIX + name, value.getBytes(StandardCharsets.UTF_8));
  }

  private static String get(Headers headers, String name) {
    Header header = headers.lastHeader(PREFIX + name);
    Require.that(header != null, "header %s%s is missing", PREFIX, name);
    return new String(header.value(), StandardCharsets.UTF_8);
  }
}
