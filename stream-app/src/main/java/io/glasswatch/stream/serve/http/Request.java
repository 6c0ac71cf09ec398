package io.glasswatch.stream.serve.http;

import java.util.Map;
import java.util.Optional;

/**
 * What a client asks for.
 *
 * @param path the decoded path, beginning with a slash
 * @param query the first value of every parameter, decoded
 * @param accept the Accept header; empty when there is none
 */
record Request(String path, Map<String, String> query, String accept) {

  Request {
    query = Map.copyOf(query);
  }

  /** Returns the parameter, unless it is missing or blank. */
  Optional<String> parameter(String name) {
    return Optional.ofNullable(query.get(name)).map(String::strip).filter(v -> !v.isEmpty());
  }

  /** Returns what stands behind {@code start} in the path. */
  String below(String start) {
    return path.substring(start.length());
  }
}
