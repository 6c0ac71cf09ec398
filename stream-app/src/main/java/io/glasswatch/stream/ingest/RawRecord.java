package io.glasswatch.stream.ingest;

import io.glasswatch.contract.Require;
import java.time.Instant;
import java.util.Map;

/**
 * One record as it lies on the topic.
 *
 * @param value its bytes; empty for a record without a value
 * @param timestamp the record's own timestamp; stands in for an event time that the value lacks
 * @param headers its headers; of a repeated one the last
 */
public record RawRecord(byte[] value, Instant timestamp, Map<String, byte[]> headers) {

  public RawRecord {
    Require.that(value != null, "value must not be null");
    Require.that(timestamp != null, "timestamp must not be null");
    headers = Map.copyOf(headers);
  }

  /** Names the record without its bytes: they may hold prompts. */
  @Override
  public String toString() {
    return "RawRecord[%s, %d bytes, %d headers]".formatted(timestamp, value.length, headers.size());
  }
}
