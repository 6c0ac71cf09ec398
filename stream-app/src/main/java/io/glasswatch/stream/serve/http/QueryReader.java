package io.glasswatch.stream.serve.http;

import io.glasswatch.contract.Severity;
import io.glasswatch.stream.attribution.AttributionQuery;
import io.glasswatch.stream.serve.CaseQuery;
import io.glasswatch.stream.serve.page.HeadChoice;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Reads what is asked for from the parameters of a request. */
final class QueryReader {

  private QueryReader() {}

  /**
   * Returns the query.
   *
   * @throws IllegalArgumentException naming the parameter that cannot be read
   */
  static CaseQuery read(Request request) {
    return new CaseQuery(
        request.parameter("id"),
        request.parameter("model"),
        request.parameter("segment"),
        request.parameter("category"),
        read(request, "severity", QueryReader::severity),
        request.parameter("rule"),
        read(request, "from", QueryReader::time),
        read(request, "to", QueryReader::time),
        read(request, "limit", Integer::valueOf).orElse(CaseQuery.NEWEST.limit()));
  }

  /** Returns whose attention a case page is asked for. */
  static HeadChoice head(Request request) {
    return new HeadChoice(number(request, "layer"), number(request, "head"));
  }

  private static OptionalInt number(Request request, String name) {
    return read(request, name, Integer::valueOf).map(OptionalInt::of).orElse(OptionalInt.empty());
  }

  /**
   * Returns the query for attributions over time.
   *
   * @throws IllegalArgumentException naming the parameter that cannot be read
   */
  static AttributionQuery attributions(Request request) {
    return new AttributionQuery(
        request.parameter("model"),
        request.parameter("segment").orElse(AttributionQuery.ALL.segment()),
        request.parameter("category"),
        request.parameter("method"),
        read(request, "window", QueryReader::time));
  }

  private static <T> Optional<T> read(Request request, String name, Function<String, T> as) {
    Optional<String> text = request.parameter(name);
    try {
      return text.map(as);
    } catch (NumberFormatException e) {
      throw unreadable(name, text.orElseThrow(), "a whole number");
    } catch (DateTimeParseException e) {
      throw unreadable(
          name, text.orElseThrow(), "a time like 2026-01-31T12:00:00Z or milliseconds since 1970");
    }
  }

  private static IllegalArgumentException unreadable(String name, String value, String needed) {
    return new IllegalArgumentException(
        "parameter \"%s\" must be %s, but was \"%s\"".formatted(name, needed, value));
  }

  private static Severity severity(String text) {
    return Arrays.stream(Severity.values())
        .filter(s -> s.id().equals(text.toLowerCase(Locale.ROOT)))
        .findAny()
        .orElseThrow(
            () ->
                unreadable(
                    "severity",
                    text,
                    "one of "
                        + Arrays.stream(Severity.values())
                            .map(Severity::id)
                            .collect(Collectors.joining(", "))));
  }

  /** Grafana writes milliseconds, people write ISO 8601; a form's local time is taken as UTC. */
  private static Instant time(String text) {
    if (text.chars().allMatch(c -> c >= '0' && c <= '9')) {
      return Instant.ofEpochMilli(Long.parseLong(text));
    }
    return Instant.parse(text.endsWith("Z") ? text : text + (text.length() == 16 ? ":00Z" : "Z"));
  }
}
