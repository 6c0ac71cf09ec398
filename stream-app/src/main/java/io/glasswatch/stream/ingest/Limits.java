package io.glasswatch.stream.ingest;

import io.glasswatch.contract.Require;
import java.time.Duration;
import java.time.Instant;

/**
 * What a record may not exceed.
 *
 * @param bytes size of the value, at least 1
 * @param depth levels of nesting, at least 1
 * @param tokens names, values, beginnings and ends of the JSON, also of JSON inside a text, and
 *     fields of protobuf, at least 1: an empty object takes three bytes in a record and eighty in
 *     memory
 * @param interactions in one record, and halves of them, at least 1
 * @param name UTF-16 code units of an id, a conversation, a model or a segment, which are keys and
 *     labels, at least 1
 * @param ahead how far the event time may lie in the future
 * @param earliest the oldest event time
 */
public record Limits(
    int bytes,
    int depth,
    int tokens,
    int interactions,
    int name,
    Duration ahead,
    Instant earliest) {

  public static final Limits STANDARD =
      new Limits(
          12 << 20,
          100,
          2_000_000,
          10_000,
          4_096,
          Duration.ofHours(1),
          Instant.parse("2000-01-01T00:00:00Z"));

  public Limits {
    Require.that(bytes >= 1, "bytes must be at least 1, but was %d", bytes);
    Require.that(depth >= 1, "depth must be at least 1, but was %d", depth);
    Require.that(tokens >= 1, "tokens must be at least 1, but was %d", tokens);
    Require.that(interactions >= 1, "interactions must be at least 1, but was %d", interactions);
    Require.that(name >= 1, "name must be at least 1, but was %d", name);
    Require.that(!ahead.isNegative(), "ahead must not be negative, but was %s", ahead);
    Require.that(earliest != null, "earliest must not be null");
  }
}
