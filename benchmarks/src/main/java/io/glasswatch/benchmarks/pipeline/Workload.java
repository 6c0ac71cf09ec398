package io.glasswatch.benchmarks.pipeline;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.glasswatch.cli.demo.traffic.Arrival;
import io.glasswatch.cli.demo.traffic.Story;
import io.glasswatch.cli.demo.traffic.Traffic;
import io.glasswatch.contract.Json;
import io.glasswatch.contract.Require;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Interactions of one size, made from a seed: the demo's traffic, incidents included, with answers
 * that go on until the record has its size. No two records have the same id.
 */
public final class Workload {

  private static final int DISTINCT = 2_000;
  private static final double RATE = 100;
  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

  private final List<ObjectNode> drawn = new ArrayList<>();
  private long made;

  /**
   * @param bytes size of each record, at least 1,000
   * @param seed which of all possible workloads
   */
  public Workload(int bytes, long seed) {
    Require.that(bytes >= 1_000, "bytes must be at least 1000, but were %d", bytes);
    Traffic traffic = new Traffic(new Story(Story.SHORTEST, RATE, seed), START);
    Map<String, StringBuilder> spare = new HashMap<>();
    while (drawn.size() < DISTINCT) {
      Arrival arrival = traffic.next();
      if (!arrival.malformed()) {
        ObjectNode record = read(arrival.value());
        lengthen(record, bytes, spare);
        drawn.add(record);
      }
    }
  }

  /** Returns the next record, stamped with the present time. */
  public byte[] next() {
    int lap = (int) (made / DISTINCT);
    ObjectNode record = drawn.get((int) (made % DISTINCT)).deepCopy();
    record.put("id", "bench-%08d".formatted(made++));
    record.put("conversation", record.get("conversation").textValue() + "-" + lap);
    record.put("time", Instant.now().toString());
    return write(record);
  }

  /** Adds to the answer from other answers in the same language, and cuts what is too much. */
  private static void lengthen(ObjectNode record, int bytes, Map<String, StringBuilder> spare) {
    ObjectNode message = (ObjectNode) record.get("response").get(0);
    StringBuilder others =
        spare.computeIfAbsent(
            record.get("segments").get("language").textValue(), l -> new StringBuilder());
    String text = message.get("text").textValue();
    others.append(text).append(' ');
    StringBuilder longer = new StringBuilder(text);
    int missing = bytes - write(record).length;
    for (int i = 0; missing > 0; i++) {
      char c = others.charAt(i % others.length());
      longer.append(c);
      missing -= Character.toString(c).getBytes(StandardCharsets.UTF_8).length;
    }
    message.put("text", longer.toString());
  }

  private static ObjectNode read(byte[] json) {
    try {
      return (ObjectNode) Json.TEXT.readTree(json);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static byte[] write(ObjectNode record) {
    try {
      return Json.TEXT.writeValueAsBytes(record);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }
}
