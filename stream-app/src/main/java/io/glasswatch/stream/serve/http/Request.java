package io.glasswatch.stream.serve.http;

import java.util.Map;
import java.util.Optional;

/**
 * What a client asks for.
 *
 * @param path the decoded path, beginning with a slash
 * @param query the first value of every parameter, decoded
 * @param form the fields of a form that is sent in; empty for a question
 * @param accept the Accept header; empty when there is none
 */
record Request(String path, Map<String, String> query, Map<String, String> form, String accept) {

  Request {
    query = Map.copyOf(query);
    form = Map.copyOf(form);
  }

  /** Returns the parameter, unless it is missing or blank. */
  Optional<String> parameter(String name) {
    return Optional.ofNullable(query.get(name)).map(String::strip).filter(v -> !v.isEmpty());
  }

  /** Returns a field of the form that is sent in, blank if it is missing. */
  String field(String name) {
    return form.getOrDefault(name, "").strip();
  }

  /** Returns what stands behind {@code start} in the path. */
  String below(String start) {
    return path.substring(start.length());
  }
}
