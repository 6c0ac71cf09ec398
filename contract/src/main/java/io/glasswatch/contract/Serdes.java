package io.glasswatch.contract;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.ObjectWriter;
import java.io.IOException;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serializer;

/** How values of our record types are written to topics and stores. */
public final class Serdes {

  private Serdes() {}

  /** Returns readable JSON of {@code type}, for topics that others read. */
  public static <T> Serde<T> json(Class<T> type) {
    return of(Json.TEXT, type);
  }

  /** Returns binary Smile of {@code type}, for topics and stores that only we read. */
  public static <T> Serde<T> binary(Class<T> type) {
    return of(Json.BINARY, type);
  }

  private static <T> Serde<T> of(ObjectMapper mapper, Class<T> type) {
    ObjectWriter writer = mapper.writerFor(type);
    ObjectReader reader = mapper.readerFor(type);
    Serializer<T> serializer = (topic, value) -> value == null ? null : write(writer, value, type);
    Deserializer<T> deserializer =
        (topic, bytes) -> bytes == null ? null : read(reader, bytes, type);
    return org.apache.kafka.common.serialization.Serdes.serdeFrom(serializer, deserializer);
  }

  private static byte[] write(ObjectWriter writer, Object value, Class<?> type) {
    try {
      return writer.writeValueAsBytes(value);
    } catch (JsonProcessingException e) {
      throw new SerializationException(
          "cannot write %s: %s".formatted(type.getSimpleName(), withoutText(e)));
    }
  }

  private static <T> T read(ObjectReader reader, byte[] bytes, Class<T> type) {
    try {
      return reader.readValue(bytes);
    } catch (IOException e) {
      throw new SerializationException(
          "cannot read %s from %d bytes: %s"
              .formatted(type.getSimpleName(), bytes.length, withoutText(e)));
    }
  }

  /** Jackson's own message may quote the document, which may hold a prompt. */
  private static String withoutText(IOException e) {
    return e.getClass().getSimpleName();
  }
}
