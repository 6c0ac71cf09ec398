package io.glasswatch.stream.serve.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.glasswatch.contract.Json;
import io.glasswatch.stream.serve.fleet.Gathered;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a client gets.
 *
 * @param status the HTTP status
 * @param type the content type
 * @param body the text, sent in UTF-8
 * @param policy the Content-Security-Policy of a page; empty for what is no page
 * @param location where to go on; mostly empty
 */
record Answer(
    int status, String type, String body, Optional<String> policy, Optional<String> location) {

  Answer(int status, String type, String body, Optional<String> policy) {
    this(status, type, body, policy, Optional.empty());
  }

  static final int OK = 200;
  static final int SEE_OTHER = 303;
  static final int BAD_REQUEST = 400;
  static final int NOT_FOUND = 404;
  static final int UNAVAILABLE = 503;

  /** Returns {@code value} as JSON. */
  static Answer json(int status, Object value) {
    try {
      return new Answer(
          status, "application/json", Json.TEXT.writeValueAsString(value), Optional.empty());
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(
          "cannot write %s as JSON".formatted(value.getClass().getSimpleName()), e);
    }
  }

  /**
   * Returns {@code {"items": [...], "complete": true}}; when something is missing, {@code missing}
   * says what.
   */
  static Answer items(Gathered<? extends List<?>> gathered) {
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("items", gathered.value());
    body.put("complete", gathered.complete());
    if (!gathered.complete()) {
      body.put("missing", gathered.missing());
    }
    return json(OK, body);
  }

  /** Returns {@code {"error": reason}}. */
  static Answer error(int status, String reason) {
    return json(status, Map.of("error", reason));
  }

  /** Sends the client on to {@code path}, to be asked for with GET. */
  static Answer seeOther(String path) {
    return new Answer(SEE_OTHER, "text/plain", "", Optional.empty(), Optional.of(path));
  }

  static Answer html(int status, String page, String policy) {
    return new Answer(status, "text/html; charset=utf-8", page, Optional.of(policy));
  }
}
