package io.glasswatch.stream.attribution;

import io.glasswatch.contract.Require;
import io.glasswatch.stream.alert.Scope;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What attributions are kept apart by.
 *
 * @param model label of the model version
 * @param segment {@code dimension=value}, or {@link Scope#ALL}
 * @param category what was explained
 * @param method how it was explained
 */
public record SeriesKey(String model, String segment, String category, String method) {

  public SeriesKey {
    Require.notBlank(model, "model");
    Require.notBlank(segment, "segment");
    Require.notBlank(category, "category");
    Require.notBlank(method, "method");
  }

  /** Returns the key as a text that {@link #of} reads. */
  String id() {
    return Stream.of(model, segment, category, method)
        .map(part -> URLEncoder.encode(part, StandardCharsets.UTF_8))
        .collect(Collectors.joining("|"));
  }

  static SeriesKey of(String id) {
    List<String> parts =
        Stream.of(id.split("\\|", -1))
            .map(part -> URLDecoder.decode(part, StandardCharsets.UTF_8))
            .toList();
    Require.that(parts.size() == 4, "a series has four parts, but found %d", parts.size());
    return new SeriesKey(parts.get(0), parts.get(1), parts.get(2), parts.get(3));
  }
}
