package io.glasswatch.stream.ingest;

import com.fasterxml.jackson.databind.JsonNode;
import io.glasswatch.contract.Interaction;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What a proxy in front of a model API logs: the request body and the response body as they were,
 * side by side, with whatever it knows besides.
 */
final class ApiEnvelope implements Format {

  private static final List<String> SEGMENTS = List.of("tenant", "language", "route");

  @Override
  public String name() {
    return "API envelope";
  }

  @Override
  public boolean recognises(JsonNode root, RawRecord record) {
    JsonNode request = root.path("request");
    return ApiExchange.isQuestion(request) || ApiExchange.isAnswer(root.path("response"));
  }

  @Override
  public Reading.Read read(JsonNode root, RawRecord record) {
    JsonNode metadata = root.path("metadata");
    Optional<Instant> from = time(root, "started_at", "start_time", "request_time");
    Optional<Instant> to = time(root, "ts", "time", "timestamp", "ended_at", "end_time");
    Draft draft =
        new Draft()
            .id(Chat.text(root, "id", "request_id"))
            .time(to)
            .conversation(Chat.text(root, "conversation", "conversation_id", "session_id"))
            .conversation(Chat.text(metadata, "conversation", "conversation_id", "session_id"))
            .user(Chat.text(root, "user"))
            .user(Chat.text(metadata, "user", "user_id"))
            .latency(Lenient.measure(Chat.first(root, "latency_seconds", "latency")))
            .latency(from, to)
            .error(Chat.text(root, "error"))
            .error(Chat.text(root.path("error"), "type", "code"))
            .traceId(Chat.text(root, "trace_id"));
    SEGMENTS.forEach(
        name ->
            draft.segment(name, Chat.text(root, name)).segment(name, Chat.text(metadata, name)));
    ApiExchange.answered(root.path("response"), draft);
    ApiExchange.asked(root.path("request"), draft);
    return read(root, draft, record);
  }

  /** A question without an answer or an error waits for them, and an answer for its question. */
  private static Reading.Read read(JsonNode root, Draft draft, RawRecord record) {
    boolean asked = ApiExchange.isQuestion(root.path("request"));
    boolean answered = ApiExchange.isAnswer(root.path("response"));
    boolean whole = asked && (answered || root.has("response") || root.has("error"));
    if (whole || (answered && root.has("request"))) {
      return new Reading.Read(List.of(draft.build(record, "id", "request.model")));
    }
    Interaction part =
        draft.model(Optional.of(NativeJson.UNKNOWN_MODEL)).build(record, "id", "request.model");
    Half.Side side = asked ? Half.Side.REQUEST : Half.Side.RESPONSE;
    return new Reading.Read(List.of(), List.of(new Half(part.id(), side, part)));
  }

  private static Optional<Instant> time(JsonNode root, String... fields) {
    return Lenient.time(Chat.first(root, fields));
  }
}
