package io.glasswatch.stream.ingest;

import com.fasterxml.jackson.databind.JsonNode;
import io.glasswatch.contract.Rejected;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/**
 * The fields of one JSON object, each read as what it must be. A field that is null counts as
 * absent. Errors name the field and the kind of value found, never the value.
 *
 * @param object a JSON object
 * @param path what stands before the field's name in an error, e.g. {@code request[0].}
 */
record Fields(JsonNode object, String path) {

  static Fields of(JsonNode root) {
    return new Fields(root, "");
  }

  boolean has(String name) {
    JsonNode node = object.get(name);
    return node != null && !node.isNull();
  }

  /** Returns the field's value; a missing node if the field is absent. */
  JsonNode node(String name) {
    return has(name) ? object.get(name) : object.path("");
  }

  /** Returns the text of a field that must be there and hold more than white space. */
  String name(String name) {
    String text = text(name).orElseThrow(() -> Unreadable.missing(path + name));
    if (text.isBlank()) {
      throw Unreadable.wrong(path + name, "text that is not blank", "blank");
    }
    return text;
  }

  Optional<String> text(String name) {
    if (!has(name)) {
      return Optional.empty();
    }
    JsonNode node = object.get(name);
    if (!node.isTextual()) {
      throw Unreadable.wrong(path + name, "text", kind(node));
    }
    return Optional.of(clean(node.textValue()));
  }

  /** Returns a finite number of at least 0. */
  OptionalDouble measure(String name) {
    if (!has(name)) {
      return OptionalDouble.empty();
    }
    JsonNode node = object.get(name);
    if (!node.isNumber() || !(node.doubleValue() >= 0) || Double.isInfinite(node.doubleValue())) {
      throw Unreadable.wrong(path + name, "a number of at least 0", kind(node));
    }
    return OptionalDouble.of(node.doubleValue());
  }

  /** Returns a whole number of at least 0. */
  OptionalLong count(String name) {
    if (!has(name)) {
      return OptionalLong.empty();
    }
    JsonNode node = object.get(name);
    boolean whole =
        node.isIntegralNumber()
            ? node.canConvertToLong()
            : node.isNumber() && node.canConvertToExactIntegral() && node.canConvertToLong();
    if (!whole || node.longValue() < 0) {
      throw Unreadable.wrong(path + name, "a whole number of at least 0", kind(node));
    }
    return OptionalLong.of(node.longValue());
  }

  /** Returns an ISO-8601 time with its offset. */
  Optional<Instant> time(String name) {
    return text(name).map(text -> parsed(name, text));
  }

  private Instant parsed(String name, String text) {
    try {
      return Lenient.parsed(text);
    } catch (DateTimeException e) {
      throw Unreadable.wrong(
          path + name, "an ISO-8601 time with offset such as 2026-01-31T12:00:00Z", "other text");
    }
  }

  /** Returns {@code time} if it lies within {@code limits}. */
  static Instant within(Limits limits, Instant now, Instant time, String field) {
    if (time.isBefore(limits.earliest())) {
      throw new Unreadable(
          Rejected.Reason.TIME_OUT_OF_RANGE,
          "field \"%s\" must not lie before %s, but does".formatted(field, limits.earliest()));
    }
    if (time.isAfter(now.plus(limits.ahead()))) {
      throw new Unreadable(
          Rejected.Reason.TIME_OUT_OF_RANGE,
          "field \"%s\" must not lie more than %s in the future, but does"
              .formatted(field, limits.ahead()));
    }
    return time;
  }

  /** Names what kind of value {@code node} is, for errors. */
  static String kind(JsonNode node) {
    return switch (node.getNodeType()) {
      case OBJECT -> "an object";
      case ARRAY -> "a list";
      case STRING -> "text";
      case NUMBER -> number(node);
      case BOOLEAN -> "true or false";
      case NULL, MISSING -> "nothing";
      default -> node.getNodeType().name().toLowerCase(Locale.ROOT);
    };
  }

  private static String number(JsonNode node) {
    double value = node.doubleValue();
    if (Double.isInfinite(value)) {
      return "a number out of range";
    }
    return value < 0 ? "a negative number" : "another number";
  }

  /**
   * Returns {@code text} with every half of a surrogate pair that stands alone replaced by U+FFFD:
   * a log that cuts texts leaves such halves, and they cannot be written as UTF-8.
   */
  static String clean(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (Character.isSurrogate(text.charAt(i)) && !pairAt(text, i++)) {
        return replaced(text);
      }
    }
    return text;
  }

  private static boolean pairAt(String text, int i) {
    return i + 1 < text.length() && Character.isSurrogatePair(text.charAt(i), text.charAt(i + 1));
  }

  private static String replaced(String text) {
    int[] points = text.codePoints().map(c -> c >= 0xD800 && c <= 0xDFFF ? 0xFFFD : c).toArray();
    return new String(points, 0, points.length);
  }
}
