package io.glasswatch.stream.ingest;

import com.fasterxml.jackson.databind.JsonNode;
import io.glasswatch.contract.IsoTime;
import java.math.BigInteger;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/**
 * Values of formats that are not ours: what is not as it should be counts as absent, so that a new
 * release of some gateway does not turn its whole log away.
 */
final class Lenient {

  private static final double LATEST_SECONDS = 1e11;

  private Lenient() {}

  static Optional<String> text(JsonNode node) {
    return node.isTextual() ? Optional.of(Fields.clean(node.textValue())) : Optional.empty();
  }

  static OptionalLong count(JsonNode node) {
    if (node.isTextual() && node.textValue().matches("\\d{1,19}")) {
      BigInteger count = new BigInteger(node.textValue());
      return count.bitLength() < 64 ? OptionalLong.of(count.longValue()) : OptionalLong.empty();
    }
    boolean whole = node.isNumber() && node.canConvertToExactIntegral() && node.canConvertToLong();
    return whole && node.longValue() >= 0
        ? OptionalLong.of(node.longValue())
        : OptionalLong.empty();
  }

  static OptionalDouble measure(JsonNode node) {
    double value = node.isNumber() ? node.doubleValue() : -1;
    return value >= 0 && Double.isFinite(value) ? OptionalDouble.of(value) : OptionalDouble.empty();
  }

  /** Returns a time in ISO-8601, or in seconds or milliseconds since 1970. */
  static Optional<Instant> time(JsonNode node) {
    if (node.isTextual()) {
      return time(node.textValue());
    }
    OptionalDouble value = measure(node);
    if (value.isEmpty() || value.getAsDouble() > 1000 * LATEST_SECONDS) {
      return Optional.empty();
    }
    double seconds = value.getAsDouble();
    return Optional.of(
        Instant.ofEpochMilli(Math.round(seconds > LATEST_SECONDS ? seconds : 1000 * seconds)));
  }

  /** Returns a time in ISO-8601 with its offset. */
  static Optional<Instant> time(String text) {
    try {
      return Optional.of(parsed(text));
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  /**
   * Returns a time in ISO-8601 with its offset.
   *
   * @throws DateTimeException if {@code text} is none
   */
  static Instant parsed(String text) {
    return IsoTime.parse(text).orElseGet(() -> OffsetDateTime.parse(text).toInstant());
  }

  /** Returns nanoseconds since 1970, as OTLP has them: a number or its digits in text. */
  static Optional<Instant> nanos(JsonNode node) {
    OptionalLong nanos = count(node);
    return nanos.isPresent() && nanos.getAsLong() > 0
        ? Optional.of(Instant.ofEpochSecond(0, nanos.getAsLong()))
        : Optional.empty();
  }
}
