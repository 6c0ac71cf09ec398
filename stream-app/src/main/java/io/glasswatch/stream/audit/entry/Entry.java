package io.glasswatch.stream.audit.entry;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.ObjectWriter;
import io.glasswatch.contract.Json;
import io.glasswatch.contract.Require;
import java.io.IOException;
import java.time.Instant;
import java.util.Optional;

/**
 * One entry of an audit log. Its bytes are one line of JSON and are never written anew: they, not
 * the record, are what is hashed.
 *
 * @param log origin of the log that it belongs to
 * @param index its place in the log, from 0
 * @param prev leaf hash of the entry before it, hexadecimal; zeros in the first
 * @param recordedAt when it was written, by the writer's clock
 * @param ingestedAt when what it is about came to Kafka
 * @param software version of Glasswatch
 * @param config hash over the settings that decisions depend on
 * @param fact what it says
 */
public record Entry(
    String log,
    long index,
    String prev,
    Instant recordedAt,
    Instant ingestedAt,
    String software,
    String config,
    Fact fact) {

  private static final ObjectWriter WRITER = Json.TEXT.writerFor(Entry.class);
  private static final ObjectReader READER = Json.TEXT.readerFor(Entry.class);

  public Entry {
    Require.notBlank(log, "log");
    Require.that(index >= 0, "index must be at least 0, but was %d", index);
    Require.notBlank(prev, "prev");
    Require.that(recordedAt != null && ingestedAt != null, "an entry has two times");
    Require.notBlank(software, "software");
    Require.notBlank(config, "config");
    Require.that(fact != null, "fact must not be null");
  }

  /** Returns the entry in JSON. */
  public byte[] toBytes() {
    try {
      return WRITER.writeValueAsBytes(this);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(
          "cannot write an audit entry: " + e.getClass().getSimpleName());
    }
  }

  /** Reads an entry; empty if {@code bytes} are none. */
  public static Optional<Entry> parse(byte[] bytes) {
    try {
      return Optional.of(READER.readValue(bytes));
    } catch (IOException e) {
      return Optional.empty();
    }
  }
}
