package io.glasswatch.stream.ingest;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/** Writes OTLP's JSON as OTLP's protobuf, field numbers as the protocol's definition has them. */
final class OtlpWriter {

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  static byte[] batch(JsonNode root) {
    OtlpWriter writer = new OtlpWriter();
    root.path("resourceLogs").forEach(r -> writer.bytes(1, resource(r, "scopeLogs")));
    root.path("resourceSpans").forEach(r -> writer.bytes(1, resource(r, "scopeSpans")));
    return writer.out.toByteArray();
  }

  private static byte[] resource(JsonNode node, String scopes) {
    OtlpWriter writer = new OtlpWriter();
    writer.bytes(1, attributes(new OtlpWriter(), 1, node.path("resource").path("attributes")));
    node.path(scopes).forEach(scope -> writer.bytes(2, scope(scope)));
    return writer.out.toByteArray();
  }

  private static byte[] scope(JsonNode node) {
    OtlpWriter writer = new OtlpWriter();
    OtlpWriter named = new OtlpWriter();
    named.text(1, "instrumentation");
    writer.bytes(1, named.out.toByteArray());
    node.path("logRecords").forEach(log -> writer.bytes(2, log(log)));
    node.path("spans").forEach(span -> writer.bytes(2, span(span)));
    return writer.out.toByteArray();
  }

  private static byte[] log(JsonNode log) {
    OtlpWriter writer = new OtlpWriter();
    writer.fixed64(1, log.path("timeUnixNano").asLong());
    writer.varint(2 << 3);
    writer.varint(9);
    if (log.has("body")) {
      writer.bytes(5, value(log.get("body")));
    }
    attributes(writer, 6, log.path("attributes"));
    writer.hex(9, log.path("traceId").asText());
    writer.hex(10, log.path("spanId").asText());
    if (log.has("eventName")) {
      writer.text(12, log.get("eventName").asText());
    }
    return writer.out.toByteArray();
  }

  private static byte[] span(JsonNode span) {
    OtlpWriter writer = new OtlpWriter();
    writer.hex(1, span.path("traceId").asText());
    writer.hex(2, span.path("spanId").asText());
    writer.text(5, span.path("name").asText());
    writer.fixed64(7, span.path("startTimeUnixNano").asLong());
    writer.fixed64(8, span.path("endTimeUnixNano").asLong());
    return attributes(writer, 9, span.path("attributes"));
  }

  private static byte[] attributes(OtlpWriter writer, int field, JsonNode attributes) {
    attributes.forEach(
        entry -> {
          OtlpWriter pair = new OtlpWriter();
          pair.text(1, entry.path("key").asText());
          pair.bytes(2, value(entry.path("value")));
          writer.bytes(field, pair.out.toByteArray());
        });
    return writer.out.toByteArray();
  }

  private static byte[] value(JsonNode any) {
    OtlpWriter writer = new OtlpWriter();
    if (any.has("stringValue")) {
      writer.text(1, any.get("stringValue").asText());
    } else if (any.has("intValue")) {
      writer.varint(3 << 3);
      writer.varint(any.get("intValue").asLong());
    } else if (any.has("doubleValue")) {
      writer.fixed64(4, Double.doubleToLongBits(any.get("doubleValue").asDouble()));
    } else if (any.has("arrayValue")) {
      OtlpWriter array = new OtlpWriter();
      any.path("arrayValue").path("values").forEach(item -> array.bytes(1, value(item)));
      writer.bytes(5, array.out.toByteArray());
    } else if (any.has("kvlistValue")) {
      writer.bytes(6, attributes(new OtlpWriter(), 1, any.path("kvlistValue").path("values")));
    }
    return writer.out.toByteArray();
  }

  private void text(int field, String text) {
    bytes(field, text.getBytes(StandardCharsets.UTF_8));
  }

  private void hex(int field, String hex) {
    bytes(field, HexFormat.of().parseHex(hex));
  }

  private void bytes(int field, byte[] bytes) {
    varint(field << 3 | 2);
    varint(bytes.length);
    out.writeBytes(bytes);
  }

  private void fixed64(int field, long value) {
    varint(field << 3 | 1);
    out.writeBytes(ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putLong(value).array());
  }

  private void varint(long value) {
    long rest = value;
    while (rest >>> 7 != 0) {
      out.write((int) ((rest & 0x7F) | 0x80));
      rest >>>= 7;
    }
    out.write((int) rest);
  }
}
