package io.glasswatch.stream.ingest;

import com.fasterxml.jackson.databind.JsonNode;
import io.glasswatch.contract.Message;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The standard logging payload of LiteLLM, the proxy. */
final class LiteLlm implements Format {

  @Override
  public String name() {
    return "LiteLLM";
  }

  @Override
  public boolean recognises(JsonNode root, RawRecord record) {
    return root.has("call_type") && root.has("startTime");
  }

  @Override
  public Reading.Read read(JsonNode root, RawRecord record) {
    Optional<Instant> from = Lenient.time(root.path("startTime"));
    Optional<Instant> first = Lenient.time(root.path("completionStartTime"));
    Optional<Instant> to = Lenient.time(root.path("endTime"));
    JsonNode metadata = root.path("metadata");
    JsonNode response = root.path("response");
    Draft draft =
        new Draft()
            .id(Chat.text(root, "id"))
            .conversation(Chat.text(root, "trace_id"))
            .model(Chat.text(root, "model", "model_group"))
            .user(Chat.text(root, "end_user"))
            .user(Chat.text(metadata, "user_api_key_user_id", "user_api_key_hash"))
            .segment("tenant", Chat.text(metadata, "user_api_key_team_id", "user_api_key_org_id"))
            .segment("route", Chat.text(root, "call_type"))
            .time(to)
            .latency(Lenient.measure(root.path("response_time")))
            .latency(from, to)
            .firstToken(from, first)
            .inputTokens(Lenient.count(root.path("prompt_tokens")))
            .outputTokens(Lenient.count(root.path("completion_tokens")))
            .error(Chat.text(root.path("error_information"), "error_class", "error_code"))
            .asked(ApiExchange.messages(Otlp.structured(root.path("messages")), Message.USER));
    if (ApiExchange.isAnswer(response)) {
      ApiExchange.answered(response, draft);
    } else {
      draft.answered(Chat.messages(response, Message.ASSISTANT));
    }
    return new Reading.Read(List.of(draft.build(record, "id", "model")));
  }
}
