package io.glasswatch.stream.audit.log;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.Optional;

/**
 * Where an entry says that it stands, read without the rest of it.
 *
 * @param log origin of its log
 * @param index its place
 * @param prev leaf hash of the entry before it, hexadecimal
 */
record Header(String log, long index, String prev) {

  private static final JsonFactory JSON = new JsonFactory();

  /** Reads the first three fields of an entry; empty if they are not there. */
  static Optional<Header> of(byte[] entry) {
    try (JsonParser parser = JSON.createParser(entry)) {
      if (parser.nextToken() != JsonToken.START_OBJECT || !named(parser, "log")) {
        return Optional.empty();
      }
      String log = parser.nextTextValue();
      if (log == null || !named(parser, "index")) {
        return Optional.empty();
      }
      long index = parser.nextLongValue(-1);
      String prev = named(parser, "prev") ? parser.nextTextValue() : null;
      return prev == null ? Optional.empty() : Optional.of(new Header(log, index, prev));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  private static boolean named(JsonParser parser, String field) throws IOException {
    return field.equals(parser.nextFieldName());
  }
}
