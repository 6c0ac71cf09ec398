package io.glasswatch.stream.ingest;

import static java.util.Map.entry;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.glasswatch.contract.Rejected;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Turns OTLP's protobuf into the same tree as OTLP's JSON. The messages are a table; fields that
 * are not in it are skipped, as protobuf has it.
 */
final class OtlpProtobuf {

  /** How the bytes of a field are to be read. */
  private enum Kind {
    TEXT,
    HEX,
    NUMBER,
    DOUBLE,
    TRUTH,
    ONE,
    MANY
  }

  /** One field: its name in JSON, and for a message the table of its fields. */
  private record Field(String name, Kind kind, Supplier<Map<Integer, Field>> message) {
    Field(String name, Kind kind) {
      this(name, kind, Map::of);
    }
  }

  private static final Map<Integer, Field> ANY_VALUE =
      Map.of(
          1, new Field("stringValue", Kind.TEXT),
          2, new Field("boolValue", Kind.TRUTH),
          3, new Field("intValue", Kind.NUMBER),
          4, new Field("doubleValue", Kind.DOUBLE),
          5, new Field("arrayValue", Kind.ONE, () -> OtlpProtobuf.ARRAY),
          6, new Field("kvlistValue", Kind.ONE, () -> OtlpProtobuf.ATTRIBUTES),
          7, new Field("bytesValue", Kind.HEX));

  private static final Map<Integer, Field> ARRAY =
      Map.of(1, new Field("values", Kind.MANY, () -> ANY_VALUE));

  private static final Map<Integer, Field> KEY_VALUE =
      Map.of(1, new Field("key", Kind.TEXT), 2, new Field("value", Kind.ONE, () -> ANY_VALUE));

  private static final Map<Integer, Field> ATTRIBUTES =
      Map.of(1, new Field("values", Kind.MANY, () -> KEY_VALUE));

  private static final Map<Integer, Field> RESOURCE =
      Map.of(1, new Field("attributes", Kind.MANY, () -> KEY_VALUE));

  private static final Map<Integer, Field> LOG_RECORD =
      Map.of(
          1, new Field("timeUnixNano", Kind.NUMBER),
          5, new Field("body", Kind.ONE, () -> ANY_VALUE),
          6, new Field("attributes", Kind.MANY, () -> KEY_VALUE),
          9, new Field("traceId", Kind.HEX),
          10, new Field("spanId", Kind.HEX),
          11, new Field("observedTimeUnixNano", Kind.NUMBER),
          12, new Field("eventName", Kind.TEXT));

  private static final Map<Integer, Field> SPAN =
      Map.ofEntries(
          entry(1, new Field("traceId", Kind.HEX)),
          entry(2, new Field("spanId", Kind.HEX)),
          entry(5, new Field("name", Kind.TEXT)),
          entry(7, new Field("startTimeUnixNano", Kind.NUMBER)),
          entry(8, new Field("endTimeUnixNano", Kind.NUMBER)),
          entry(9, new Field("attributes", Kind.MANY, () -> KEY_VALUE)),
          entry(11, new Field("events", Kind.MANY, () -> OtlpProtobuf.EVENT)));

  private static final Map<Integer, Field> EVENT =
      Map.of(
          2, new Field("name", Kind.TEXT),
          3, new Field("attributes", Kind.MANY, () -> KEY_VALUE));

  private static final int VARINT = 0;
  private static final int FIXED_64 = 1;
  private static final int BYTES = 2;
  private static final int FIXED_32 = 5;
  private static final int DEEPEST = 64;

  private final Limits limits;
  private int fields;

  private OtlpProtobuf(Limits limits) {
    this.limits = limits;
  }

  /**
   * Returns whether {@code bytes} may be a batch: they start with field 1, whose first byte is a
   * line feed and so might start JSON too.
   */
  static boolean recognises(byte[] bytes) {
    if (bytes.length < 2 || bytes[0] != 0x0A) {
      return false;
    }
    try {
      ByteBuffer in = ByteBuffer.wrap(bytes);
      while (in.hasRemaining()) {
        skip(in, (int) (varint(in) & 7));
      }
      return true;
    } catch (NotProtobuf e) {
      return false;
    }
  }

  /**
   * Returns the batch as a tree; empty if {@code bytes} are no such batch.
   *
   * @throws Unreadable if it is beyond {@code limits}
   */
  static Optional<JsonNode> read(byte[] bytes, Limits limits) {
    try {
      Map<Integer, Field> batch = batch(isSpans(bytes));
      return Optional.of(new OtlpProtobuf(limits).message(ByteBuffer.wrap(bytes), batch, 0));
    } catch (NotProtobuf e) {
      return Optional.empty();
    }
  }

  private static Map<Integer, Field> batch(boolean spans) {
    Map<Integer, Field> scope =
        Map.of(
            2,
            new Field(spans ? "spans" : "logRecords", Kind.MANY, () -> spans ? SPAN : LOG_RECORD));
    Map<Integer, Field> resource =
        Map.of(
            1, new Field("resource", Kind.ONE, () -> RESOURCE),
            2, new Field(spans ? "scopeSpans" : "scopeLogs", Kind.MANY, () -> scope));
    return Map.of(
        1, new Field(spans ? "resourceSpans" : "resourceLogs", Kind.MANY, () -> resource));
  }

  /** A span starts with its trace id, which is bytes; a log record with its time, which is not. */
  private static boolean isSpans(byte[] bytes) {
    ByteBuffer in = ByteBuffer.wrap(bytes);
    for (int field : new int[] {1, 2, 2}) {
      Optional<ByteBuffer> inner = find(in, field);
      if (inner.isEmpty()) {
        return false;
      }
      in = inner.get();
    }
    while (in.hasRemaining()) {
      long tag = varint(in);
      if (tag >>> 3 == 1) {
        return (tag & 7) == BYTES;
      }
      skip(in, (int) (tag & 7));
    }
    return false;
  }

  private static Optional<ByteBuffer> find(ByteBuffer in, int field) {
    while (in.hasRemaining()) {
      long tag = varint(in);
      if (tag >>> 3 == field && (tag & 7) == BYTES) {
        return Optional.of(bytes(in));
      }
      skip(in, (int) (tag & 7));
    }
    return Optional.empty();
  }

  private ObjectNode message(ByteBuffer in, Map<Integer, Field> known, int depth) {
    if (depth > DEEPEST) {
      throw new Unreadable(
          Rejected.Reason.TOO_DEEP,
          "a record must nest at most %d levels, but goes deeper".formatted(DEEPEST));
    }
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    while (in.hasRemaining()) {
      long tag = varint(in);
      int wire = (int) (tag & 7);
      Field field = tag >>> 3 > 64 ? null : known.get((int) (tag >>> 3));
      if (field == null) {
        skip(in, wire);
      } else if (++fields > limits.tokens()) {
        throw Formats.tooMany(limits);
      } else {
        put(node, field, in, wire, depth);
      }
    }
    return node;
  }

  private void put(ObjectNode node, Field field, ByteBuffer in, int wire, int depth) {
    switch (field.kind()) {
      case TEXT -> node.put(field.name(), StandardCharsets.UTF_8.decode(only(in, wire)).toString());
      case HEX -> node.put(field.name(), hex(only(in, wire)));
      case NUMBER -> node.put(field.name(), number(in, wire));
      case DOUBLE -> node.put(field.name(), Double.longBitsToDouble(number(in, wire)));
      case TRUTH -> node.put(field.name(), number(in, wire) != 0);
      case ONE -> node.set(field.name(), message(only(in, wire), field.message().get(), depth + 1));
      case MANY ->
          node.withArrayProperty(field.name())
              .add(message(only(in, wire), field.message().get(), depth + 1));
    }
  }

  private static String hex(ByteBuffer in) {
    byte[] bytes = new byte[in.remaining()];
    in.get(bytes);
    return HexFormat.of().formatHex(bytes);
  }

  private static ByteBuffer only(ByteBuffer in, int wire) {
    if (wire != BYTES) {
      throw new NotProtobuf();
    }
    return bytes(in);
  }

  private static ByteBuffer bytes(ByteBuffer in) {
    long length = varint(in);
    if (length < 0 || length > in.remaining()) {
      throw new NotProtobuf();
    }
    ByteBuffer slice = in.slice(in.position(), (int) length);
    in.position(in.position() + (int) length);
    return slice;
  }

  private static long number(ByteBuffer in, int wire) {
    if (wire == FIXED_64 && in.remaining() >= 8) {
      return in.order(ByteOrder.LITTLE_ENDIAN).getLong();
    }
    if (wire != VARINT) {
      throw new NotProtobuf();
    }
    return varint(in);
  }

  private static void skip(ByteBuffer in, int wire) {
    switch (wire) {
      case VARINT -> varint(in);
      case BYTES -> bytes(in);
      case FIXED_64, FIXED_32 -> {
        int size = wire == FIXED_64 ? 8 : 4;
        if (in.remaining() < size) {
          throw new NotProtobuf();
        }
        in.position(in.position() + size);
      }
      default -> throw new NotProtobuf();
    }
  }

  private static long varint(ByteBuffer in) {
    long value = 0;
    for (int shift = 0; shift < 64 && in.hasRemaining(); shift += 7) {
      byte b = in.get();
      value |= (long) (b & 0x7F) << shift;
      if (b >= 0) {
        return value;
      }
    }
    throw new NotProtobuf();
  }

  /** The bytes are no protobuf of these messages. */
  private static final class NotProtobuf extends RuntimeException {
    NotProtobuf() {
      super("not protobuf", null, false, false);
    }
  }
}
