package io.glasswatch.stream.ingest;

import com.fasterxml.jackson.databind.JsonNode;

/** One wire format whose records are JSON documents. */
interface Format {

  /** Returns the format's name, as the documentation calls it. */
  String name();

  /** Returns whether {@code root} is meant to be in this format, right or wrong. */
  boolean recognises(JsonNode root, RawRecord record);

  /**
   * Returns what {@code root} holds.
   *
   * @throws Unreadable naming the field that is missing or wrong
   */
  Reading.Read read(JsonNode root, RawRecord record);
}
